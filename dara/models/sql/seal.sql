-- The seal of the history: leaves and heads are only added (dara/archive/seal.py).

CREATE TRIGGER dara_append_only BEFORE UPDATE OR DELETE ON public.dara_sealleaf FOR EACH ROW
    EXECUTE FUNCTION public.dara_refuse('what is sealed stays sealed');
CREATE TRIGGER dara_append_only BEFORE UPDATE OR DELETE ON public.dara_sealhead FOR EACH ROW
    EXECUTE FUNCTION public.dara_refuse('what is sealed stays sealed');
CREATE TRIGGER dara_not_emptied BEFORE TRUNCATE ON public.dara_sealleaf
    EXECUTE FUNCTION public.dara_refuse('what is sealed stays sealed');
CREATE TRIGGER dara_not_emptied BEFORE TRUNCATE ON public.dara_sealhead
    EXECUTE FUNCTION public.dara_refuse('what is sealed stays sealed');

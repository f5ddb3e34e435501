-- Texts of several extractors: the source declares which one made its text, the text is held to it, and neither changes.

ALTER TABLE public.dara_sourcetext ADD CONSTRAINT dara_sourcetext_is_of_its_sources_extractor
    FOREIGN KEY (source_id, extractor) REFERENCES public.dara_source (key, extractor);

CREATE TRIGGER dara_extractor_stays BEFORE UPDATE ON public.dara_source FOR EACH ROW WHEN (OLD.extractor IS DISTINCT FROM NEW.extractor)
    EXECUTE FUNCTION public.dara_refuse('a text is what its extractor made of the original; another extractor''s is a new source');

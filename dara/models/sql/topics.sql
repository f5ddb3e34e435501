-- Topics: one may stand below another, and no deeper.

-- A topic's parent has no parent itself, and a topic with a parent is the parent of none; so none is its own.
CREATE FUNCTION public.dara_topic_is_of_one_level() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    above public.dara_topic;
BEGIN
    -- locked, so that neither of two transactions misses what the other does
    SELECT * INTO above FROM public.dara_topic AS t WHERE t.id = NEW.parent_id FOR SHARE;
    IF above.parent_id IS NOT NULL THEN
        RAISE EXCEPTION 'The topic “%” stands below another itself: choose that one, or none.', above.slug
            USING ERRCODE = 'check_violation', COLUMN = 'parent_id';
    END IF;
    IF EXISTS (SELECT FROM public.dara_topic AS t WHERE t.parent_id = NEW.id) THEN
        RAISE EXCEPTION 'Other topics stand below “%”, so it stands below none.', NEW.slug
            USING ERRCODE = 'check_violation', COLUMN = 'parent_id';
    END IF;
    RETURN NULL;
END $$;

-- After the row is there, so that it sees what another transaction has just committed.
CREATE TRIGGER dara_topic_is_of_one_level AFTER INSERT OR UPDATE OF parent_id ON public.dara_topic FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL)
    EXECUTE FUNCTION public.dara_topic_is_of_one_level();

-- The rules of uploads as they were when this migration was written, frozen. Those in force are in models/sql/uploads.sql.

SELECT public.dara_write_with('public.dara_draft'); -- so that the history remembers the new column

-- What an upload says of its original does not change, nor do the bytes and the text; all of it can be taken out.
CREATE TRIGGER dara_append_only BEFORE UPDATE ON public.dara_pendingupload FOR EACH ROW
    WHEN (ROW(OLD.key, OLD.sha256, OLD.document, OLD.collector_header, OLD.extractor)
        IS DISTINCT FROM ROW(NEW.key, NEW.sha256, NEW.document, NEW.collector_header, NEW.extractor))
    EXECUTE FUNCTION public.dara_refuse('the key, the checksum, the path, the header and the extractor are the original''s; upload another one',
        'key', 'sha256', 'document', 'collector_header', 'extractor');
CREATE TRIGGER dara_append_only BEFORE UPDATE ON public.dara_pendingdocument FOR EACH ROW
    EXECUTE FUNCTION public.dara_refuse('an upload is kept as received, with the text that its extractor made');
CREATE TRIGGER dara_append_only BEFORE UPDATE ON public.dara_pendingparagraph FOR EACH ROW
    EXECUTE FUNCTION public.dara_refuse('paragraphs are the text, cut by the database');
CREATE TRIGGER dara_not_by_hand BEFORE INSERT ON public.dara_pendingparagraph WHEN (pg_catalog.pg_trigger_depth() = 0)
    EXECUTE FUNCTION public.dara_refuse('paragraphs are the text, cut by the database');

CREATE TRIGGER dara_key_is_new BEFORE INSERT ON public.dara_pendingupload FOR EACH ROW EXECUTE FUNCTION public.dara_key_is_new();

-- The bytes have the checksum that the upload declares, and the text is made by the extractor that it declares.
ALTER TABLE public.dara_pendingdocument
    ADD CONSTRAINT dara_pendingdocument_has_its_uploads_checksum
        FOREIGN KEY (upload_id, sha256) REFERENCES public.dara_pendingupload (key, sha256),
    ADD CONSTRAINT dara_pendingdocument_is_of_its_uploads_extractor
        FOREIGN KEY (upload_id, extractor) REFERENCES public.dara_pendingupload (key, extractor);

ALTER TABLE public.dara_pendingupload
    ADD CONSTRAINT dara_pendingupload_kind_is_known
        CHECK (kind IN ('news article', 'press release', 'campaign page', 'social post', 'official results', 'other')),
    ADD CONSTRAINT dara_pendingupload_visibility_is_known CHECK (visibility IN ('full', 'excerpts')),
    ADD CONSTRAINT dara_pendingupload_published_on_is_a_date CHECK (public.dara_is_a_date(published_on)),
    ADD CONSTRAINT dara_pendingupload_captured_on_is_a_date CHECK (public.dara_is_a_date(captured_on));

-- Cut as texts of sources are (`evidence.sql`).
CREATE FUNCTION public.dara_cut_upload() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.dara_pendingparagraph (upload_id, number, start, "end", body)
    SELECT t.upload_id, cut.n, cut.upto - char_length(cut.line), cut.upto, cut.line
    FROM texts AS t CROSS JOIN LATERAL (
        SELECT n, m[1] AS line, sum(char_length(m[1])) OVER (ORDER BY n) AS upto
        FROM regexp_matches(t.body, '[^\n]*\n+|[^\n]+', 'g') WITH ORDINALITY AS lines (m, n)
    ) AS cut;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_cut_upload AFTER INSERT ON public.dara_pendingdocument REFERENCING NEW TABLE AS texts FOR EACH STATEMENT
    EXECUTE FUNCTION public.dara_cut_upload();

-- The words of an upload's text at [first:last], in code points; null where the text ends before. Only the paragraphs that they touch are read.
CREATE FUNCTION public.dara_words_of_upload(upload text, first integer, last integer) RETURNS text LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    words text;
    offset_of_words integer;
BEGIN
    SELECT string_agg(p.body, '' ORDER BY p.start), min(p.start) INTO words, offset_of_words
    FROM public.dara_pendingparagraph AS p
    WHERE p.upload_id = upload AND p.start < last AND p.start >= (
        SELECT max(q.start) FROM public.dara_pendingparagraph AS q WHERE q.upload_id = upload AND q.start <= first);
    words := substr(words, first - offset_of_words + 1, last - first);
    RETURN CASE WHEN char_length(words) = last - first THEN words END;
END $$;

-- A draft of an upload lies in its text, and the words that it proposes stand there. Those of a source are checked when their passage is made.
CREATE FUNCTION public.dara_draft_is_in_its_upload() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    passage jsonb := NEW."values" -> 'passage';
    words text := public.dara_words_of_upload(NEW.upload_id, NEW.start, NEW."end");
BEGIN
    IF words IS NULL THEN
        RAISE EXCEPTION 'Upload % has no text at % to %.', NEW.upload_id, NEW.start, NEW."end"
            USING ERRCODE = 'check_violation', COLUMN = 'start';
    END IF;
    IF passage ? 'start' AND passage ? 'end' THEN
        words := public.dara_words_of_upload(NEW.upload_id, (passage ->> 'start')::integer, (passage ->> 'end')::integer);
    END IF;
    IF passage ? 'exact' AND passage ->> 'exact' IS DISTINCT FROM words COLLATE "C" THEN
        RAISE EXCEPTION 'The draft is not what upload % says at its place: expected “%”, the text says “%”.',
            NEW.upload_id, left(passage ->> 'exact', 200), left(words, 200)
            USING ERRCODE = 'check_violation', COLUMN = 'values';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER dara_draft_is_in_its_upload BEFORE INSERT OR UPDATE OF upload_id, start, "end", "values" ON public.dara_draft FOR EACH ROW
    WHEN (NEW.upload_id IS NOT NULL) EXECUTE FUNCTION public.dara_draft_is_in_its_upload();

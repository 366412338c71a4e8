-- When everything but what Meta had put off was decided: from then on refusals told by webhook are waited for a little.
ALTER TABLE campaigns ADD COLUMN decided_at timestamptz;

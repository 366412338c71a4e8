-- Whose an event is: by its number, or by its WABA where the app that signed it has a number there. NULL: nobody's here,
-- so that no account sees it. No foreign key: the ingress has to answer Meta within milliseconds.
ALTER TABLE inbox ADD COLUMN account_id uuid;

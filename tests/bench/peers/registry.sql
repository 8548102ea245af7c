-- A straightforward register in PostgreSQL, as a good developer would begin: one row a document, a row of the last
-- number, an event an act, an answer a request; an act is one function, so one round trip and one commit.
CREATE TABLE counter (
  jurisdiction text NOT NULL,
  year int NOT NULL,
  last bigint NOT NULL,
  PRIMARY KEY (jurisdiction, year)
);
INSERT INTO counter VALUES ('630203', 2026, 0);

CREATE TABLE document (
  id bigserial PRIMARY KEY,
  state text NOT NULL,
  title text NOT NULL,
  issuer text NOT NULL,
  document_number text UNIQUE,
  registration_number text UNIQUE,
  written_date date NOT NULL,
  effective_date date,
  last_valid_date date,
  published_date date,
  channel text,
  body text NOT NULL,
  etag bigint NOT NULL DEFAULT 1
);

CREATE TABLE event (
  sequence bigserial PRIMARY KEY,
  document bigint NOT NULL REFERENCES document,
  act text NOT NULL,
  actor text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  from_state text NOT NULL,
  to_state text NOT NULL
);
CREATE INDEX event_document ON event (document);

CREATE TABLE answer (
  request_id uuid PRIMARY KEY,
  actor text NOT NULL,
  document bigint NOT NULL,
  registration_number text NOT NULL
);

-- The row of the last number is locked last, for as short a time as consecutive numbers allow: until the commit.
CREATE FUNCTION register_document(wanted bigint, request uuid, who text) RETURNS text AS $$
DECLARE
  serial bigint;
  number text;
BEGIN
  SELECT registration_number INTO number FROM answer WHERE request_id = request;
  IF FOUND THEN RETURN number; END IF;
  PERFORM 1 FROM document WHERE id = wanted AND state = 'AWAITING_REGISTRATION' FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'document % does not await registration', wanted; END IF;
  INSERT INTO event (document, act, actor, from_state, to_state)
    VALUES (wanted, 'REGISTER', who, 'AWAITING_REGISTRATION', 'REGISTERED');
  UPDATE counter SET last = last + 1 WHERE jurisdiction = '630203' AND year = 2026 RETURNING last INTO serial;
  number := format('测登〔2026〕%s号', serial);
  UPDATE document SET state = 'REGISTERED', registration_number = number, etag = etag + 1 WHERE id = wanted;
  INSERT INTO answer VALUES (request, who, wanted, number);
  RETURN number;
END $$ LANGUAGE plpgsql;

CREATE FUNCTION publish_document(wanted bigint, request uuid, who text, published date, place text) RETURNS text AS $$
DECLARE
  number text;
BEGIN
  SELECT registration_number INTO number FROM answer WHERE request_id = request;
  IF FOUND THEN RETURN number; END IF;
  SELECT registration_number INTO number FROM document WHERE id = wanted AND state = 'REGISTERED' FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'document % is not registered', wanted; END IF;
  INSERT INTO event (document, act, actor, from_state, to_state)
    VALUES (wanted, 'PUBLISH', who, 'REGISTERED', 'IN_EFFECT');
  UPDATE document SET state = 'IN_EFFECT', published_date = published, channel = place, effective_date = published,
    last_valid_date = published + interval '5 years', etag = etag + 1 WHERE id = wanted;
  INSERT INTO answer VALUES (request, who, wanted, number);
  RETURN number;
END $$ LANGUAGE plpgsql;

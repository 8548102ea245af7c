-- What is made when the table of search.sql is full. GIN first: the machine's memory is theirs.
CREATE INDEX document_trigrams ON document USING gin (words gin_trgm_ops);
CREATE INDEX document_pairs ON document USING gin (pairs);
CREATE INDEX document_newest ON document (listed_day DESC, id DESC);
CREATE INDEX document_organ ON document (organ, listed_day DESC, id DESC);
CREATE INDEX document_state ON document (state, listed_day DESC, id DESC);
VACUUM ANALYZE document;

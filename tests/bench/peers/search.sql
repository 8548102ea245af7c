-- Searching in PostgreSQL, both ways that it has for a language without blanks: trigrams of the words (pg_trgm), and
-- its own full text search over pairs of characters. Rows keep their texts beside them, uncompressed: a text is read
-- whole where no index helps.
CREATE EXTENSION pg_trgm;

CREATE TABLE document (
  id bigint PRIMARY KEY,
  title text NOT NULL,        -- as printed
  organ text NOT NULL,
  year int NOT NULL,
  state int NOT NULL,
  listed_day int NOT NULL,    -- from 1970-01-01
  words text NOT NULL,        -- the title and the text, folded
  pairs tsvector NOT NULL     -- every two neighbouring characters, each with its place
) WITH (toast_tuple_target = 8160);
ALTER TABLE document ALTER words SET STORAGE EXTERNAL, ALTER pairs SET COMPRESSION lz4,
  ALTER pairs SET STATISTICS 1000;

-- dialect: postgresql
CREATE TABLE users (
  id BIGSERIAL PRIMARY KEY,
  email VARCHAR(255) NOT NULL UNIQUE,
  nickname VARCHAR(64),
  password_hash VARCHAR(80) NOT NULL,
  email_verified BOOLEAN NOT NULL DEFAULT FALSE,
  logins INTEGER NOT NULL DEFAULT 0,
  balance NUMERIC(10, 2),
  rating DOUBLE PRECISION,
  born DATE,
  created_at TIMESTAMPTZ NOT NULL DEFAULT '2024-01-02T03:04:05Z',
  profile JSONB,
  avatar BYTEA
);
INSERT INTO users (email, nickname, password_hash, email_verified, balance, rating, born, profile, avatar) VALUES
  ('ada@example.test', 'ada', '$2b$04$FZBQ5auCe8IBfB4ltOt8IuQbQXIWcAXJLrXV0O0MMJatpqwRxhFLm', TRUE, 12.50, 4.5, '1815-12-10', '{"plan": "gold", "tags": ["a", "b"]}', '\x00ff10'),
  ('grace@example.test', NULL, '$2b$04$FZBQ5auCe8IBfB4ltOt8IuQbQXIWcAXJLrXV0O0MMJatpqwRxhFLm', FALSE, NULL, NULL, NULL, NULL, NULL);

-- dialect: mariadb
CREATE TABLE users (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  email VARCHAR(255) NOT NULL,
  nickname VARCHAR(64),
  password_hash VARCHAR(80) NOT NULL,
  email_verified TINYINT(1) NOT NULL DEFAULT 0,
  logins INT NOT NULL DEFAULT 0,
  visits BIGINT NOT NULL DEFAULT 0,
  balance DECIMAL(10, 2),
  rating DOUBLE,
  born DATE,
  created_at DATETIME NOT NULL DEFAULT '2024-01-02 03:04:05',
  avatar BLOB,
  UNIQUE KEY users_email (email)
);
INSERT INTO users (email, nickname, password_hash, email_verified, visits, balance, rating, born, avatar) VALUES
  ('ada@example.test', 'ada', '$2b$04$FZBQ5auCe8IBfB4ltOt8IuQbQXIWcAXJLrXV0O0MMJatpqwRxhFLm', 1, 9007199254740993, 12.50, 4.5, '1815-12-10', x'00ff10'),
  ('grace@example.test', NULL, '$2b$04$FZBQ5auCe8IBfB4ltOt8IuQbQXIWcAXJLrXV0O0MMJatpqwRxhFLm', 0, 7, NULL, NULL, NULL, NULL);

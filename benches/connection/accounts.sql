-- dialect: mysql
--
-- ada@example.test has the password correct-horse; its digest is the one `login.js` makes.

CREATE TABLE `accounts` (
  `id` INT UNSIGNED NOT NULL AUTO_INCREMENT,
  `email` VARCHAR(254) NOT NULL,
  `digest` INT UNSIGNED NOT NULL,
  `email_verified` TINYINT(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `accounts_email` (`email`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

INSERT INTO `accounts` (`id`, `email`, `digest`, `email_verified`) VALUES
  (1, 'ada@example.test', 1114926501, 1);

use super::{check_in, named, text};
use crate::legacy::{Cell, Dialect};

const D: Dialect = Dialect::SqlServer;

#[test]
fn what_login_scripts_select() {
    check_in(
        D,
        &[
            ("SELECT TOP 1 Id, Nickname, Email, Password FROM dbo.Users WITH (NOLOCK) WHERE Email = @Username", named(&[("Username", text("ADA@example.test"))]), r#"Id int=1, Nickname nvarchar(30)="ada", Email nvarchar(255)="ada@example.test", Password nvarchar(100)=null"#),
            ("SELECT [Id], u.[EMAIL], Verified FROM [dbo].[users] AS u WHERE email = @e", named(&[("e", text("ada@example.test"))]), r#"Id int=1, EMAIL nvarchar(255)="ada@example.test", Verified bit=true"#),
            ("SELECT * FROM Users WHERE Id = 2", named(&[]), r#"Id int=2, Email nvarchar(255)="grace@example.test", Nickname nvarchar(30)=null, Password nvarchar(100)=null, Verified bit=false, Balance decimal(10,2)=0, Token varbinary(16)=null, Bio nvarchar(max)=null, Tenant uniqueidentifier=null, Created datetime2={"$date":1709251200000.0}"#),
            ("SELECT COUNT(*) FROM Users; SELECT MAX(Id) AS m, 'x' + N'y', 1 + 2 FROM Users", named(&[]), r#" int=2 ; m int=2,  nvarchar="xy",  int=3"#),
            ("SELECT Email FROM Users ORDER BY Id OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY", named(&[]), r#"Email nvarchar(255)="grace@example.test""#),
            ("SELECT ISNULL(Nickname, 'none') AS n, LEN('ab '), CHARINDEX('@', Email), IIF(Verified = 1, 'y', 'n') FROM Users WHERE Email LIKE '%' + @e", named(&[("e", text("EXAMPLE.TEST"))]), r#"n nvarchar(30)="ada",  int=2,  int=4,  nvarchar="y" | n nvarchar(30)="none",  int=2,  int=6,  nvarchar="n""#),
            ("SELECT DATEADD(day, 1, Created) AS d, DATEDIFF(DAY, Created, '2024-03-02') AS n, CONVERT(VARCHAR(10), Created, 120) AS t, YEAR(Created) AS y FROM Users WHERE Id = 1", named(&[]), r#"d datetime={"$date":1709287200000.0}, n int=2, t varchar(10)="2024-02-29", y int=2024"#),
            ("SELECT CONVERT(VARCHAR(64), HASHBYTES('SHA2_256', 'a'), 2) AS h, CAST('12' AS INT) AS i, TRY_CAST('x' AS INT) AS j", named(&[]), r#"h varchar(64)="CA978112CA1BBDCAFAC231B39A23DC4DA786EFF8147C4E72B9807785AFEE48BB", i int=12, j int=null"#),
            ("SELECT Balance, Token, Bio, Tenant FROM Users WHERE Id = 1", named(&[]), r#"Balance decimal(10,2)=12.5, Token varbinary(16)={"$bytes":"Cv8="}, Bio nvarchar(max)=null, Tenant uniqueidentifier="0E984725-C51C-4BF4-9960-E1C80E27ABA0""#),
            ("SELECT u.Email, r.Name FROM Users u INNER JOIN Roles r ON r.UserId = u.Id WHERE r.Name IN ('Admin', 'x')", named(&[]), r#"Email nvarchar(255)="ada@example.test", Name nvarchar(20)="admin""#),
            ("SELECT STRING_AGG(Email, ',') WITHIN GROUP (ORDER BY Email DESC) AS all_mails FROM Users", named(&[]), r#"all_mails nvarchar="grace@example.test,ada@example.test""#),
            ("SELECT table_name FROM INFORMATION_SCHEMA.COLUMNS WHERE column_name = 'userid'", named(&[]), r#"table_name nvarchar="Roles""#),
            ("SELECT @@VERSION", named(&[]), r#" nvarchar="Microsoft SQL Server 2022 (embedded store)""#),
        ],
    );
}

#[test]
fn what_writing_scripts_send() {
    check_in(
        D,
        &[
            ("INSERT INTO dbo.Users (Email, Password) VALUES (@e, @p)", named(&[("e", text("new@example.test")), ("p", text("h"))]), "INSERT matched 1 changed 1 id 0"),
            ("INSERT INTO Users (Email) VALUES (@e); SELECT SCOPE_IDENTITY() AS id", named(&[("e", text("two@example.test"))]), "INSERT matched 1 changed 1 id 0 ; id numeric=4"),
            ("INSERT Users (Email) OUTPUT Inserted.Id, inserted.EMAIL VALUES (@e)", named(&[("e", text("three@example.test"))]), r#"1: Id int=5, EMAIL nvarchar(255)="three@example.test""#),
            ("UPDATE Users SET Nickname = 'n', Verified = 1 OUTPUT deleted.Nickname, inserted.Nickname WHERE Id = 1", named(&[]), r#"1: Nickname nvarchar(30)="ada", Nickname nvarchar(30)="n""#),
            ("DELETE FROM Users OUTPUT deleted.Email WHERE Id = 5", named(&[]), r#"1: Email nvarchar(255)="three@example.test""#),
            ("DELETE Roles WHERE UserId = @id; DELETE Users WHERE Id = @id", named(&[("id", Cell::Integer(3))]), "DELETE matched 0 changed 0 id 0 ; DELETE matched 1 changed 1 id 0"),
            ("UPDATE u SET u.Nickname = r.Name FROM Users u JOIN Roles r ON r.UserId = u.Id WHERE r.Name = 'admin'", named(&[]), "UPDATE matched 1 changed 1 id 0"),
            ("IF EXISTS (SELECT 1 FROM Users WHERE Email = @e) UPDATE Users SET Nickname = 'known' WHERE Email = @e ELSE INSERT INTO Users (Email) VALUES (@e)", named(&[("e", text("ada@example.test"))]), "UPDATE matched 1 changed 1 id 0"),
            ("DECLARE @id INT; SELECT @id = Id FROM Users WHERE Email = 'ada@example.test'; IF @id IS NULL BEGIN SELECT 'none' AS r END ELSE BEGIN SELECT @id AS r; SELECT @@ROWCOUNT AS n END", named(&[]), "r int=1 ; n int=1"),
            ("BEGIN TRAN; DELETE FROM Roles; SELECT @@TRANCOUNT AS n; ROLLBACK TRAN; SELECT COUNT(*) AS n FROM Roles", named(&[]), "DELETE matched 1 changed 1 id 0 ; n int=1 ; n int=1"),
            ("BEGIN TRY INSERT INTO Users (Email) VALUES ('ada@example.test') END TRY BEGIN CATCH SELECT ERROR_NUMBER() AS n, ERROR_MESSAGE() AS m END CATCH", named(&[]), r#"n int=2627, m nvarchar="Violation of UNIQUE KEY constraint 'UQ_Users_Email'. Cannot insert duplicate key in object 'dbo.Users'. The duplicate key value is (ada@example.test).""#),
            ("DECLARE @i INT = 0 WHILE @i < 3 BEGIN SET @i = @i + 1 END SELECT @i AS i", named(&[]), "i int=3"),
            ("SET IDENTITY_INSERT Users ON; INSERT INTO Users (Id, Email) VALUES (100, 'h@example.test'); SET IDENTITY_INSERT Users OFF; INSERT INTO Users (Email) OUTPUT inserted.Id VALUES ('i@example.test')", named(&[]), "INSERT matched 1 changed 1 id 0 ; 1: Id int=101"),
            ("INSERT INTO Roles VALUES (1, 'x')", named(&[]), "INSERT matched 1 changed 1 id 0"),
            ("DECLARE @d DATETIME = '2024-02-29T10:00:00', @n NVARCHAR(2) = N'abc' SELECT @d AS d, @n AS n, @p AS p", named(&[("p", Cell::Integer(5))]), r#"d datetime={"$date":1709200800000.0}, n nvarchar(2)="ab", p int=5"#),
        ],
    );
}

#[test]
fn refusals_are_worded_as_the_server_words_them() {
    check_in(
        D,
        &[
            ("INSERT INTO Users (Email) VALUES (@e)", named(&[("e", text("ADA@example.test"))]), "EREQUEST 2627: Violation of UNIQUE KEY constraint 'UQ_Users_Email'. Cannot insert duplicate key in object 'dbo.Users'. The duplicate key value is (ADA@example.test). [UQ_Users_Email; at 1]"),
            ("INSERT INTO Codes (Code) VALUES ('a')", named(&[]), "EREQUEST 2627: Violation of PRIMARY KEY constraint 'PK__Codes__2A5042146AA39FAC'. Cannot insert duplicate key in object 'dbo.Codes'. The duplicate key value is (a). [PK__Codes__2A5042146AA39FAC; at 1]"),
            ("INSERT INTO Codes (Code, Tag) VALUES ('b', 't')", named(&[]), "EREQUEST 2601: Cannot insert duplicate key row in object 'dbo.Codes' with unique index 'IX_Codes_Tag'. The duplicate key value is (t). [IX_Codes_Tag; at 1]"),
            ("INSERT INTO Users (Password) VALUES ('x')", named(&[]), "EREQUEST 515: Cannot insert the value NULL into column 'Email', table 'legacy.dbo.Users'; column does not allow nulls. INSERT fails. [at 1]"),
            ("UPDATE Users SET Email = NULL WHERE Id = 1", named(&[]), "EREQUEST 515: Cannot insert the value NULL into column 'Email', table 'legacy.dbo.Users'; column does not allow nulls. UPDATE fails. [at 1]"),
            ("SELECT * FROM dbo.People", named(&[]), "EREQUEST 208: Invalid object name 'dbo.People'. [at 1]"),
            ("SELECT Nope FROM Users", named(&[]), "EREQUEST 207: Invalid column name 'Nope'. [at 1]"),
            ("SELECT x.Id FROM Users u", named(&[]), r#"EREQUEST 4104: The multi-part identifier "x.Id" could not be bound. [at 1]"#),
            ("INSERT INTO Roles (UserId, Name) VALUES (99, 'x')", named(&[]), r#"EREQUEST 547: The INSERT statement conflicted with the FOREIGN KEY constraint "FK_Roles_Users". The conflict occurred in database "legacy", table "dbo.Users", column 'Id'. [FK_Roles_Users; at 1]"#),
            ("DELETE FROM Users WHERE Id = 1", named(&[]), r#"EREQUEST 547: The DELETE statement conflicted with the REFERENCE constraint "FK_Roles_Users". The conflict occurred in database "legacy", table "dbo.Roles", column 'UserId'. [FK_Roles_Users; at 1]"#),
            ("UPDATE Users SET Balance = -1 WHERE Id = 1", named(&[]), r#"EREQUEST 547: The UPDATE statement conflicted with the CHECK constraint "CK_Balance". The conflict occurred in database "legacy", table "dbo.Users", column 'Balance'. [CK_Balance; at 1]"#),
            ("UPDATE Users SET Nickname = @n WHERE Id = 1", named(&[("n", text(&"x".repeat(31)))]), "EREQUEST 2628: String or binary data would be truncated in table 'legacy.dbo.Users', column 'Nickname'. Truncated value: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'. [at 1]"),
            ("SELECT * FROM Users WHERE Id = 'auth0|1'", named(&[]), "EREQUEST 245: Conversion failed when converting the varchar value 'auth0|1' to data type int. [at 1]"),
            ("SELECT * FROM Users WHERE Tenant = 'x'", named(&[]), "EREQUEST 8169: Conversion failed when converting from a character string to uniqueidentifier. [at 1]"),
            ("SELECT * FROM Users WHERE Email = 5", named(&[]), "EREQUEST 245: Conversion failed when converting the varchar value 'ada@example.test' to data type int. [at 1]"),
            ("SELECT Id FROM Users WHERE", named(&[]), "EREQUEST 102: Incorrect syntax near 'WHERE'. [at 1]"),
            ("SELECT Id FROM Users WHERE Email = 'it's'", named(&[]), "EREQUEST 105: Unclosed quotation mark after the character string ''. [at 1]"),
            ("SELECT 'open", named(&[]), "EREQUEST 105: Unclosed quotation mark after the character string 'open'. [at 1]"),
            ("SELECT Id FROM Users LIMIT 1", named(&[]), "EREQUEST 102: Incorrect syntax near '1'. [at 1]"),
            ("SELECT Id FROM Users WHERE Id = 1 LIMIT 1", named(&[]), "EREQUEST 102: Incorrect syntax near 'LIMIT'. [at 1]"),
            ("INSERT INTO Users SET Email = 'x'", named(&[]), "EREQUEST 156: Incorrect syntax near the keyword 'SET'. [at 1]"),
            ("INSERT INTO Users (Email) VALUES ('x') RETURNING Id", named(&[]), "EREQUEST 102: Incorrect syntax near 'RETURNING'. [at 1]"),
            ("SELECT * FROM Users WHERE Verified = true", named(&[]), "EREQUEST 207: Invalid column name 'true'. [at 1]"),
            ("SELECT NOW()", named(&[]), "EREQUEST 195: 'NOW' is not a recognized built-in function name. [at 1]"),
            ("EXEC dbo.LoginUser @e", named(&[]), "EREQUEST 2812: Could not find stored procedure 'dbo.LoginUser'. [at 1]"),
            ("LoginUser", named(&[]), "EREQUEST 2812: Could not find stored procedure 'LoginUser'. [at 1]"),
            ("SELEC Id FROM Users", named(&[]), "EREQUEST 156: Incorrect syntax near the keyword 'FROM'. [at 1]"),
            ("SELECT @missing", named(&[]), r#"EREQUEST 137: Must declare the scalar variable "@missing". [at 1]"#),
            ("EXEC sp_executesql N'SELECT 1'", named(&[]), "EREQUEST 50000: stored procedure calls are not available in the embedded store [at 1]"),
            ("MERGE INTO Users AS t USING (SELECT 1 AS a) AS s ON t.Id = s.a WHEN MATCHED THEN UPDATE SET Nickname = 'x';", named(&[]), "EREQUEST 50000: MERGE statements are not available in the embedded store [at 1]"),
            ("INSERT INTO Users (Id, Email) VALUES (1, 'x')", named(&[]), "EREQUEST 544: Cannot insert explicit value for identity column in table 'Users' when IDENTITY_INSERT is set to OFF. [at 1]"),
            ("COMMIT", named(&[]), "EREQUEST 3902: The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION. [at 1]"),
            ("CREATE TABLE Users (Id INT)", named(&[]), "EREQUEST 2714: There is already an object named 'Users' in the database. [at 1]"),
            ("DROP TABLE Nothing", named(&[]), "EREQUEST 3701: Cannot drop the table 'Nothing', because it does not exist or you do not have permission. [at 1]"),
            ("INSERT INTO Roles (UserId) VALUES (1, 'x')", named(&[]), "EREQUEST 110: There are fewer columns in the INSERT statement than values specified in the VALUES clause. The number of values in the VALUES clause must match the number of columns specified in the INSERT statement. [at 1]"),
            ("SELECT Id\nFROM Users\nWHERE Nope = 1", named(&[]), "EREQUEST 207: Invalid column name 'Nope'. [at 1]"),
            ("THROW 50001, 'no such user', 1", named(&[]), "EREQUEST 50001: no such user [at 1]"),
            ("DECLARE @t TABLE (Id INT)", named(&[]), "EREQUEST 50000: table variables are not available in the embedded store [at 1]"),
        ],
    );
}

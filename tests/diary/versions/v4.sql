BEGIN TRANSACTION;
CREATE TABLE check_ins (
	revision INTEGER NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	recorded_by VARCHAR(80) NOT NULL, 
	action VARCHAR(8) NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	at_offset INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	person TEXT, 
	site TEXT, 
	pain DOUBLE NOT NULL, 
	side TEXT, 
	reach TEXT, 
	symptoms JSON, 
	bothersomeness JSON, 
	change TEXT, 
	activities JSON, 
	medication JSON, 
	red_flags JSON, 
	note TEXT, 
	time_known BOOLEAN, 
	PRIMARY KEY (id, revision, recorded_at, recorded_by)
);
INSERT INTO "check_ins" VALUES(1,'2026-11-02 22:14:00.000000','laptop','add',0,'2026-11-02 20:00:00.000000',60,'01a2008d-7400-7000-8000-000000000004','me','sciatica',4.0,'left','calf','["ache", "tingling"]','[3, 2, 0, 4]','a little better','["long sitting"]','["ibuprofen 400 mg"]','["fever"]','',0);
CREATE TABLE diary_facts (
	name VARCHAR(40) NOT NULL, 
	value TEXT, 
	PRIMARY KEY (name)
);
INSERT INTO "diary_facts" VALUES('schema_version','4');
INSERT INTO "diary_facts" VALUES('setting:coach','{"check_s": 30, "hold_s": 60}');
CREATE TABLE experiments (
	revision INTEGER NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	recorded_by VARCHAR(80) NOT NULL, 
	action VARCHAR(8) NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	planned_at DATETIME NOT NULL, 
	planned_at_offset INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	person TEXT, 
	compares TEXT NOT NULL, 
	arm_a TEXT NOT NULL, 
	arm_b TEXT NOT NULL, 
	muscle TEXT, 
	spot TEXT, 
	side TEXT, 
	tool TEXT, 
	pressure TEXT, 
	pairs INTEGER NOT NULL, 
	"order" JSON NOT NULL, 
	slope DOUBLE, 
	ended_at DATETIME, 
	ended_at_offset INTEGER, 
	note TEXT, 
	stops_at DOUBLE, 
	washout_h DOUBLE, 
	PRIMARY KEY (id, revision, recorded_at, recorded_by)
);
INSERT INTO "experiments" VALUES(1,'2026-11-02 17:50:00.000000','laptop','add',0,'2026-11-02 17:50:00.000000',60,'01a2008d-7400-7000-8000-000000000006','me','tool','lacrosse ball','foam roller','piriformis','near the sacrum','left',NULL,NULL,6,'["AB", "BA", "BA", "AB", "BA", "AB"]',0.25,NULL,NULL,'evenings only',NULL,NULL);
CREATE TABLE hold_events (
	draft VARCHAR(36) NOT NULL, 
	sequence INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	step TEXT NOT NULL, 
	"values" JSON NOT NULL, 
	PRIMARY KEY (draft, sequence)
);
INSERT INTO "hold_events" VALUES('01a2008d-7400-7000-8000-000000000005',0,'2026-11-02 22:15:00.000000','form','{"muscle": "psoas"}');
CREATE TABLE own_muscles (
	revision INTEGER NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	recorded_by VARCHAR(80) NOT NULL, 
	action VARCHAR(8) NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	added_at DATETIME NOT NULL, 
	added_at_offset INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	person TEXT, 
	name TEXT NOT NULL, 
	"where" TEXT, 
	PRIMARY KEY (id, revision, recorded_at, recorded_by)
);
CREATE TABLE own_spots (
	revision INTEGER NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	recorded_by VARCHAR(80) NOT NULL, 
	action VARCHAR(8) NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	added_at DATETIME NOT NULL, 
	added_at_offset INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	person TEXT, 
	muscle TEXT NOT NULL, 
	name TEXT NOT NULL, 
	find TEXT, 
	"view" TEXT, 
	x DOUBLE, 
	y DOUBLE, 
	PRIMARY KEY (id, revision, recorded_at, recorded_by)
);
INSERT INTO "own_spots" VALUES(1,'2026-11-02 18:01:00.000000','laptop','add',0,'2026-11-02 18:00:00.000000',60,'01a2008d-7400-7000-8000-000000000009','me','piriformis','my knot','','back',0.5,0.24);
CREATE TABLE own_tools (
	revision INTEGER NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	recorded_by VARCHAR(80) NOT NULL, 
	action VARCHAR(8) NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	added_at DATETIME NOT NULL, 
	added_at_offset INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	person TEXT, 
	name TEXT NOT NULL, 
	why TEXT, 
	PRIMARY KEY (id, revision, recorded_at, recorded_by)
);
CREATE TABLE releases (
	revision INTEGER NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	recorded_by VARCHAR(80) NOT NULL, 
	action VARCHAR(8) NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	started_at DATETIME NOT NULL, 
	started_at_offset INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	person TEXT, 
	muscle TEXT NOT NULL, 
	spot TEXT NOT NULL, 
	side TEXT NOT NULL, 
	tool TEXT NOT NULL, 
	pressure TEXT, 
	pain_before DOUBLE NOT NULL, 
	pain_30s DOUBLE, 
	pain_after DOUBLE, 
	held_s INTEGER, 
	outcome TEXT, 
	moved_from VARCHAR(36), 
	stay_assigned BOOLEAN, 
	pain_later DOUBLE, 
	later_at DATETIME, 
	later_at_offset INTEGER, 
	note TEXT, 
	experiment VARCHAR(36), 
	arm TEXT, 
	time_known BOOLEAN, 
	PRIMARY KEY (id, revision, recorded_at, recorded_by)
);
INSERT INTO "releases" VALUES(1,'2026-11-02 18:02:00.000000','laptop','add',0,'2026-11-02 18:00:00.000000',60,'01a2008d-7400-7000-8000-000000000001','me','piriformis','my knot','left','lacrosse ball','moderate',6.0,6.0,NULL,31,'moved',NULL,NULL,NULL,NULL,NULL,'',NULL,NULL,1);
INSERT INTO "releases" VALUES(1,'2026-11-02 22:10:00.000000','laptop','add',0,'2026-11-02 18:03:00.000000',60,'01a2008d-7400-7000-8000-000000000002','me','piriformis','near the sacrum','left','lacrosse ball',NULL,6.0,4.0,2.5,90,'held','01a2008d-7400-7000-8000-000000000001',0,3.0,'2026-11-02 22:00:00.000000',60,'quiet evening','01a2008d-7400-7000-8000-000000000006','A',1);
INSERT INTO "releases" VALUES(2,'2026-11-02 22:11:00.000000','laptop','amend',0,'2026-11-02 18:03:00.000000',60,'01a2008d-7400-7000-8000-000000000002','me','piriformis','near the sacrum','left','lacrosse ball',NULL,6.0,4.0,3.0,90,'held','01a2008d-7400-7000-8000-000000000001',0,3.0,'2026-11-02 22:00:00.000000',60,'quiet evening','01a2008d-7400-7000-8000-000000000006','A',1);
INSERT INTO "releases" VALUES(1,'2026-11-02 22:12:00.000000','laptop','add',0,'2026-11-02 18:10:00.000000',60,'01a2008d-7400-7000-8000-000000000003','me','psoas','beside the navel','right','hip-flexor ball',NULL,5.0,NULL,NULL,NULL,'held',NULL,NULL,NULL,NULL,NULL,'',NULL,NULL,1);
INSERT INTO "releases" VALUES(2,'2026-11-02 22:13:00.000000','laptop','delete',1,'2026-11-02 18:10:00.000000',60,'01a2008d-7400-7000-8000-000000000003','me','psoas','beside the navel','right','hip-flexor ball',NULL,5.0,NULL,NULL,NULL,'held',NULL,NULL,NULL,NULL,NULL,'',NULL,NULL,1);
CREATE TABLE screenings (
	revision INTEGER NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	recorded_by VARCHAR(80) NOT NULL, 
	action VARCHAR(8) NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	answered_at DATETIME NOT NULL, 
	answered_at_offset INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	person TEXT, 
	asked_because TEXT, 
	red_flags JSON, 
	dismissed_at DATETIME, 
	dismissed_at_offset INTEGER, doctor_agreed_at DATETIME, doctor_agreed_at_offset INTEGER, 
	PRIMARY KEY (id, revision, recorded_at, recorded_by)
);
INSERT INTO "screenings" VALUES(1,'2026-11-02 22:20:00.000000','laptop','add',0,'2026-11-02 17:30:00.000000',60,'01a2008d-7400-7000-8000-000000000010','me','first release','["fever"]','2026-11-02 17:31:00.000000',60,NULL,NULL);
INSERT INTO "screenings" VALUES(1,'2026-11-03 17:05:00.000000','laptop','add',0,'2026-11-03 17:00:00.000000',60,'01a2008d-7400-7000-8000-000000000011','me','new leg symptom','["cancer"]',NULL,NULL,'2026-11-03 17:02:00.000000',60);
COMMIT;

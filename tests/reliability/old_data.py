"""Rows as each version of the tables held them, written as that version would have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_FIRST = """
INSERT INTO meta (key, value) VALUES ('kind', 'live'), ('closed/2026-W46', 'x');
INSERT INTO section (section_id, name) VALUES ('tax', '税務課'), ('welfare', '福祉課');
INSERT INTO staff (staff_id, name, slack_user_id, email) VALUES
 ('s1', '職員1', 'U1', NULL), ('s2', '職員2', NULL, 's2@example.jp');
INSERT INTO membership (staff_id, section_id, role, valid_from, valid_until) VALUES
 ('s1', 'tax', 'staff', '2026-04-01', NULL),
 ('s2', 'welfare', 'supervisor', '2026-04-01', '2026-10-01');
INSERT INTO occurrence (key, kind, due_at, expires_at) VALUES
 ('quiz/2026-W46/1', 'quiz', :at, :at), ('content-errors/0', 'notice', :at, :at);
INSERT INTO delivery (id, occurrence_key, staff_id, payload, state, due_at, expires_at,
 lease_until, first_try, attempts, channel, ts, last_error) VALUES
 ('d1', 'quiz/2026-W46/1', 's1', '{}', 'sent', :at, :at, NULL, :at, 1, 'D1', '1.0', NULL),
 ('d2', 'quiz/2026-W46/1', 's2', '{}', 'queued', :at, :at, NULL, NULL, 0, NULL, NULL, NULL),
 ('d3', 'content-errors/0', 's1', '{}', 'sending', :at, :at, :at, :at, 1, NULL, NULL, NULL),
 ('d4', 'content-errors/0', 's2', '{}', 'dead', :at, :at, NULL, :at, 3, NULL, NULL, 'gone');
INSERT INTO answer (occurrence_key, staff_id, question_id, choice, confident, is_right, at)
 VALUES ('quiz/2026-W46/1', 's1', 'q-1', 2, true, false, :at);
INSERT INTO completion (staff_id, week, section_id, state, at) VALUES
 ('s1', '2026-W46', 'tax', 'completed', :at),
 ('s2', '2026-W46', 'welfare', 'not_completed', :at);
INSERT INTO inbox_event (event_id, received_at, done_at) VALUES ('Ev1', :at, NULL)
"""
_SECOND = """
INSERT INTO referral_count (destination_id, month, count) VALUES ('emergency', '2026-11', 4);
INSERT INTO correction (signs, destination_id, content_version) VALUES ('["rent"]', NULL, 'v1');
INSERT INTO told_once (staff_id, note) VALUES ('s1', 'stays-in-slack')
"""
_THIRD = """
INSERT INTO pace (key, tokens, rate, filled_at, blocked_until, clean_since) VALUES
 ('posting', 1.5, 0.5, :at, :at, :at)
"""
_FOURTH = """
INSERT INTO completion_total (week, section_id, state, people) VALUES
 ('2021-W46', 'tax', 'completed', 12)
"""
_FIFTH = """
INSERT INTO exclusion (staff_id, valid_from, valid_until, reason) VALUES
 ('s1', '2026-07-01', '2026-10-01', 'not_working'), ('s2', '2026-11-01', NULL, 'seconded');
INSERT INTO closed_account (staff_id, at) VALUES ('s2', :at);
INSERT INTO home_published (staff_id, version, slack_user_id) VALUES ('s1', 'v1', 'U1');
INSERT INTO audit_key (staff_id, key) VALUES ('s1', 'aa'), ('s2', 'bb');
INSERT INTO audit_segment (month, start, entries, head, closed, dropped) VALUES
 ('2026-10', '00', 0, '00', true, true), ('2026-11', '00', 1, 'cc', false, false);
INSERT INTO audit_entry (month, number, at, who, what, mark) VALUES
 ('2026-11', 1, :at, 'p2', '税務課の未受講者の一覧', 'cc');
INSERT INTO audit_subject (month, number, pseudonym) VALUES ('2026-11', 1, 'p1')
"""
_NINTH = """
INSERT INTO waiting (event_id, staff_id, since) VALUES ('Ev1', 's1', :at)
"""
_SIXTH = """
INSERT INTO taken (staff_id, concept_id, day) VALUES ('s1', 'danger-first', '2026-11-16');
INSERT INTO training_year (year, concepts, seconds) VALUES (2026, '["danger-first"]', 30)
"""
_EIGHTH = """
INSERT INTO sheet_tick (month, item, answer, count) VALUES
 ('2026-11', 'money-arrears', 'seen', 12), ('2026-11', 'money-arrears', 'unknown', 3)
"""
_TENTH = """
INSERT INTO named_file (file_id, delete_at, try_at, tries) VALUES ('F1', :at, :at, 0)
"""
_ELEVENTH = """
INSERT INTO suggestion (text, month) VALUES ('家賃が払えず困っている方', '2026-11')
"""
_TWELFTH = """
INSERT INTO occurrence (key, kind, due_at, expires_at, state, opens, closes, business_days) VALUES
 ('quiz/2026-W47/1', 'quiz', :at, :at, 'active', 540, 1020, true);
INSERT INTO delivery (id, occurrence_key, staff_id, payload, state, due_at, expires_at,
 lease_until, first_try, attempts, channel, ts, last_error, turn, checks) VALUES
 ('d5', 'quiz/2026-W47/1', 's1', '{"questions": "danger-first-1 who-to-call-2"}', 'sent', :at, :at,
  NULL, :at, 1, 'D1', '2.0', NULL, 1, 0);
INSERT INTO taken (staff_id, concept_id, day, how) VALUES
 ('s1', 'danger-first', '2026-11-16', 'together'), ('s1', 'who-to-call', '2026-11-17', 'catch_up');
INSERT INTO learning_state (staff_id, concept_id, stability, difficulty, box, due, last_day,
 last_question, answers, run, mastered_on) VALUES
 ('s1', 'danger-first', 11.5, 5.25, 1, '2026-11-27', '2026-11-16', 'danger-first-1', 1,
  '[["danger-first-1", "2026-11-16", true]]', NULL),
 ('s2', 'danger-first', 46.0, 5.0, 2, '2027-01-01', '2026-11-16', 'danger-first-2', 3, '[]',
  '2026-11-16')
"""
_FOURTEENTH = """
INSERT INTO certificate (serial, staff_id, year, kind, issued, withdrawn) VALUES
 ('3HK7P9QX2A', 's1', 2026, 'taken', '2026-11-16', NULL),
 ('3HK7P9QX2B', NULL, 2025, 'mastered', '2026-03-16', '2026-03-17');
INSERT INTO gathering (id, section_id, day, concepts, noted_by, noted_at) VALUES
 ('g1', 'tax', '2026-11-16', '["danger-first"]', 's2', :at);
INSERT INTO gathering_person (gathering_id, staff_id, before) VALUES ('g1', 's1', '')
"""
_THIRTEENTH = """
INSERT INTO course_choice (staff_id, one_batch, slot, easy, paused_since, paused_by,
 resumed_on) VALUES ('s1', true, 'afternoon', true, NULL, NULL, '2026-10-05'),
 ('s2', false, 'morning', false, '2026-11-02', 'silence', NULL);
INSERT INTO delivery (id, occurrence_key, staff_id, payload, state, due_at, expires_at,
 lease_until, first_try, attempts, channel, ts, last_error, turn, checks, tried_on) VALUES
 ('d6', 'quiz/2026-W47/1', 's2', '{"questions": "danger-first-2"}', 'held', :at, :at,
  NULL, NULL, 0, NULL, NULL, NULL, 0, 0, NULL)
"""
_FIFTEENTH = """
INSERT INTO question_standing (question_id, facts, suspended_on) VALUES
 ('danger-first-1', '{"emergency.say": "00112233445566aa"}', NULL),
 ('danger-first-2', '{"life_danger.steps": "00112233445566bb"}', '2026-11-16');
INSERT INTO asked_key (month, key) VALUES ('2026-11', 'aa');
INSERT INTO asked_by (month, topic, how, who) VALUES ('2026-11', 'sign:debt', 'asked', 'p1');
INSERT INTO asked_topic (month, topic, how, count) VALUES ('2026-10', 'duty:dv', 'duty', 4);
INSERT INTO learning_trial (starts_on, crosses_on, ends_on, stopped_on, key, first_block,
 second_block) VALUES ('2026-04-15', '2026-09-02', '2026-12-23', NULL, 'aa', '["a"]', '["b"]')
"""
_SIXTEENTH = """
INSERT INTO survey_wave (wave, definition, hash, state, opens_at, closes_at, interrupted_on,
 announced, counts) VALUES ('2026-w1', '{}', 'aa', 'closed', :at, :at, '2026-11-16', true, '{}');
INSERT INTO survey_listed (wave, staff_id, grp, on_paper) VALUES
 ('2026-w1', 's1', 'group-tax', false), ('2026-w1', 's2', 'group-tax', true);
INSERT INTO survey_owner (key, file_id, public_key, beat_at, progress) VALUES
 ('owner', 'f1', 'bb', :at, '{}');
INSERT INTO survey_request (id, what, details, state, answer, at) VALUES
 ('r1', 'open', '{"wave": "2026-w1"}', 'done', '', :at);
INSERT INTO sealed_answer (id, sealed) VALUES ('c1', 'cc')
"""
_SEVENTEENTH = """
INSERT INTO achieved (staff_id, year, day) VALUES ('s1', 2026, '2026-11-16')
"""
_EIGHTEENTH = """
INSERT INTO occurrence (key, kind, due_at, expires_at, state, opens, closes, business_days) VALUES
 ('quiz/2026-W48/1', 'quiz', :at, :at, 'active', 540, 1020, true);
INSERT INTO delivery (id, occurrence_key, staff_id, payload, state, due_at, expires_at,
 lease_until, first_try, attempts, channel, ts, last_error, turn, checks, tried_on) VALUES
 ('d7', 'quiz/2026-W48/1', 's1', '{}', 'sending', :at, :at, :at, :at, 1, NULL, NULL, NULL,
  1, 0, '2026-11-16')
"""
# By revision: rows of the tables that it made or changed.
ROWS: Mapping[str, str] = {
    "0001": _FIRST,
    "0002": _SECOND,
    "0003": _THIRD,
    "0004": _FOURTH,
    "0005": _FIFTH,
    "0006": _SIXTH,
    "0008": _EIGHTH,
    "0009": _NINTH,
    "0010": _TENTH,
    "0011": _ELEVENTH,
    "0012": _TWELFTH,
    "0013": _THIRTEENTH,
    "0014": _FOURTEENTH,
    "0015": _FIFTEENTH,
    "0016": _SIXTEENTH,
    "0017": _SEVENTEENTH,
    "0018": _EIGHTEENTH,
}


def statements(revision: str, *, sqlite: bool) -> Sequence[str]:
    """The rows that came with a revision; each engine writes a moment its own way."""
    at = "'2026-11-16 01:00:00.000000'" if sqlite else "'2026-11-16 01:00:00+00'"
    return ROWS[revision].replace(":at", at).split(";\n")

/**
 * The part of migration 0046 that is data: what regulators ask, as rows. A clock is so many hours, days or business days from the complaint, and
 * calls the owner so many hours before. A profile is never changed, since cases keep it: what the law changes is another profile, by a migration.
 */
export const COMPLAINT_PROFILES = `
CREATE TABLE complaint_profiles (
  name text NOT NULL CONSTRAINT a_profile_has_a_short_name CHECK (name ~ '^[A-Z][A-Z_]{1,31}$'),
  clock text NOT NULL CONSTRAINT a_clock_of_a_profile_is_known CHECK (clock IN ('ACKNOWLEDGE', 'ANSWER', 'FINAL')),
  amount integer NOT NULL CHECK (amount BETWEEN 1 AND 1000),
  unit text NOT NULL CONSTRAINT a_unit_of_a_clock_is_known CHECK (unit IN ('HOURS', 'DAYS', 'BUSINESS_DAYS')),
  remind_hours integer NOT NULL CHECK (remind_hours BETWEEN 1 AND 1000),
  PRIMARY KEY (name, clock)
);
INSERT INTO complaint_profiles (name, clock, amount, unit, remind_hours) VALUES
  -- Ours, where no regulator says otherwise: 24 hours, 5 days, 30 days.
  ('HOUSE', 'ACKNOWLEDGE', 24, 'HOURS', 4), ('HOUSE', 'ANSWER', 5, 'DAYS', 24), ('HOUSE', 'FINAL', 30, 'DAYS', 120),
  -- Australia, ASIC RG 271: acknowledged within 24 hours; closed by the end of the fifth business day, no written answer is needed
  -- then; an answer within 30 calendar days. What AFCA takes up begins after it.
  ('AUSTRALIA', 'ACKNOWLEDGE', 24, 'HOURS', 4), ('AUSTRALIA', 'ANSWER', 5, 'BUSINESS_DAYS', 24), ('AUSTRALIA', 'FINAL', 30, 'DAYS', 120),
  -- Australia, superannuation, ASIC RG 271: 45 calendar days.
  ('AUSTRALIA_SUPER', 'ACKNOWLEDGE', 24, 'HOURS', 4), ('AUSTRALIA_SUPER', 'ANSWER', 5, 'BUSINESS_DAYS', 24), ('AUSTRALIA_SUPER', 'FINAL', 45, 'DAYS', 120),
  -- United Kingdom, FCA DISP: acknowledged promptly (1.6.1R, no number: ours); a summary resolution by close of business on the third business day
  -- after the day of receipt (1.5.1R); a final response by the end of eight weeks (1.6.2R).
  ('UNITED_KINGDOM', 'ACKNOWLEDGE', 24, 'HOURS', 4), ('UNITED_KINGDOM', 'ANSWER', 3, 'BUSINESS_DAYS', 24), ('UNITED_KINGDOM', 'FINAL', 56, 'DAYS', 168),
  -- United Kingdom and European Union, payment services: 15 business days (PSD2, Directive 2015/2366, article 101(2); FCA DISP 1.6.2AR).
  -- The first two are ours and DISP's. Where a holding reply is sent the law has 35 business days; this profile does not count on it.
  ('UNITED_KINGDOM_PAYMENTS', 'ACKNOWLEDGE', 24, 'HOURS', 4), ('UNITED_KINGDOM_PAYMENTS', 'ANSWER', 3, 'BUSINESS_DAYS', 24), ('UNITED_KINGDOM_PAYMENTS', 'FINAL', 15, 'BUSINESS_DAYS', 72),
  ('EUROPEAN_UNION_PAYMENTS', 'ACKNOWLEDGE', 24, 'HOURS', 4), ('EUROPEAN_UNION_PAYMENTS', 'ANSWER', 5, 'BUSINESS_DAYS', 24), ('EUROPEAN_UNION_PAYMENTS', 'FINAL', 15, 'BUSINESS_DAYS', 72),
  -- New Zealand: no number in law for the first two (ours). The period after which a dispute scheme takes a complaint up stands in the rules of the
  -- scheme (Financial Service Providers (Registration and Dispute Resolution) Act 2008, section 63); two months, of which 59 days are the shortest.
  ('NEW_ZEALAND', 'ACKNOWLEDGE', 24, 'HOURS', 4), ('NEW_ZEALAND', 'ANSWER', 5, 'BUSINESS_DAYS', 24), ('NEW_ZEALAND', 'FINAL', 59, 'DAYS', 168);
CREATE TRIGGER complaint_profiles_are_append_only BEFORE UPDATE OR DELETE ON complaint_profiles FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER complaint_profiles_are_not_truncated BEFORE TRUNCATE ON complaint_profiles FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- When the owner is called before a clock runs out.
CREATE FUNCTION complaint_remind_at(which_profile text, which_clock text, due timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT due - make_interval(hours => p.remind_hours) FROM complaint_profiles p WHERE p.name = which_profile AND p.clock = which_clock
$$;
`;

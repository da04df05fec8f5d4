import type { SmallHouse } from '../../support/small-house.js';

/** How often each legal end should be seen at least in the short form: else the rounds do not try what they say. */
export const EACH_END_LEAST = 20;

/** Every way in which a round may end, in words. */
export const LEGAL_ENDS = [
  'approved as proposed',
  'approved after an amendment',
  'approved with a signature carried over',
  'approved after somebody left',
  'approved after somebody objected',
  'approved, others also agreed',
  'withdrawn as proposed',
  'withdrawn after an amendment',
  'withdrawn with signatures',
  'declined',
  'expired as proposed',
  'expired after an amendment',
  'still open, its signature stale',
  'still open, its signature void',
] as const;

/** How often each of them came, by what stands in the tables. One round can be counted under several. */
export async function countEnds(house: SmallHouse): Promise<Map<string, number>> {
  const rows = await house.rows<{ end: string; times: number }>(
    `WITH e AS (SELECT e.id, e.status, e.revision, e.raised,
        EXISTS (SELECT 1 FROM co_signature_ends x WHERE x.exception_id = e.id AND x.how = 'VOID') AS void,
        EXISTS (SELECT 1 FROM co_signatures s WHERE s.exception_id = e.id) AS signed,
        EXISTS (SELECT 1 FROM co_signatures s WHERE s.exception_id = e.id AND s.revision < e.revision) AS stale,
        EXISTS (SELECT 1 FROM counted_signatures c JOIN co_signatures s USING (exception_id, revision, human_id) WHERE c.exception_id = e.id AND s.carried_from IS NOT NULL) AS carried,
        EXISTS (SELECT 1 FROM co_signatures s WHERE s.exception_id = e.id AND s.also_agreed) AS also FROM policy_exceptions e)
     SELECT w.end, count(*)::int AS times FROM e, LATERAL (VALUES
       ('approved as proposed', status = 'APPROVED' AND revision = 1), ('approved after an amendment', status = 'APPROVED' AND revision > 1),
       ('approved with a signature carried over', status = 'APPROVED' AND carried), ('approved after somebody left', status = 'APPROVED' AND void),
       ('approved after somebody objected', status = 'APPROVED' AND raised > 0), ('approved, others also agreed', status = 'APPROVED' AND also),
       ('withdrawn as proposed', status = 'WITHDRAWN' AND revision = 1), ('withdrawn after an amendment', status = 'WITHDRAWN' AND revision > 1),
       ('withdrawn with signatures', status = 'WITHDRAWN' AND signed), ('declined', status = 'DECLINED'),
       ('expired as proposed', status = 'EXPIRED' AND revision = 1), ('expired after an amendment', status = 'EXPIRED' AND revision > 1),
       ('still open, its signature stale', status = 'PROPOSED' AND stale), ('still open, its signature void', status = 'PROPOSED' AND void)) AS w("end", "is")
     WHERE w.is GROUP BY 1 ORDER BY 1`,
  );
  return new Map(rows.map(({ end, times }) => [end, times]));
}

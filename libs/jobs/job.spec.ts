import { jobId, type Order } from './job.js';

const order = (id: string, generation: number, tide?: number): Order => ({
  job: { kind: 'route-review', id, generation },
  ...(tide === undefined ? {} : { tide }),
});

describe('the id of a job', () => {
  it.each([
    ['says kind, row and generation', order('rev_01jd', 7), 'route-review-rev_01jd-g7'],
    ['says the tide when the sweep ordered it', order('rev_01jd', 7, 2_951), 'route-review-rev_01jd-g7-t2951'],
    ['says the tide 0 as well', order('rev_01jd', 0, 0), 'route-review-rev_01jd-g0-t0'],
  ])('%s', (_story, given, id) => {
    expect(jobId(given)).toBe(id);
  });

  it.each([
    ['a colon, which BullMQ refuses', order('rev:1', 1)],
    ['nothing to be named after', order('', 1)],
    ['half a generation', order('rev_1', 1.5)],
    ['no number', order('rev_1', Number.NaN)],
  ])('is refused for %s', (_story, given) => {
    expect(() => jobId(given)).toThrow('No job can be named after');
  });
});

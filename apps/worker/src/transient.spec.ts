import { BusyError } from '#errors';
import { isTransient } from './transient.js';

const failure = (message: string, code?: string): Error => Object.assign(new Error(message), code ? { code } : {});

describe('whether a failure tells of the machines only', () => {
  it.each([
    ['a deadlock', failure('deadlock detected', '40P01'), true],
    ['a lock not had in time', failure('canceling statement due to lock timeout', '55P03'), true],
    ['the server going down', failure('terminating connection due to administrator command', '57P01'), true],
    ['too many connections', failure('sorry, too many clients already', '53300'), true],
    ['a lost connection', failure('Connection terminated unexpectedly'), true],
    ['no free connection in the pool', failure('timeout exceeded when trying to connect'), true],
    ['a half-open connection', failure('Query read timeout'), true],
    ['a refused connection', failure('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED'), true],
    ['others who were faster every time', new BusyError(), true],
    ['a statement that always takes too long', failure('canceling statement due to statement timeout', '57014'), false],
    ['a broken constraint', failure('duplicate key value violates unique constraint', '23505'), false],
    ['a missing right', failure('permission denied for table facts', '42501'), false],
    ['a mistake of ours', new TypeError('undefined is not a function'), false],
    ['something thrown that is no error', 'no', false],
  ])('%s', (_story, error, transient) => {
    expect(isTransient(error)).toBe(transient);
  });
});

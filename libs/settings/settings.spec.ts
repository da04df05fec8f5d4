import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SettingsError, type SettingsFault, type Settings, VARIABLES, type Variable, readSettings } from './index.js';

const DATABASE = { DATABASE_URL: 'postgres://countersign_api:pw@db/countersign' };

const faultsOf = (env: Record<string, string>, needed?: 'oidcIssuer'[]): readonly SettingsFault[] => {
  try {
    if (needed) readSettings(env, needed);
    else readSettings({ ...DATABASE, ...env });
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
  return [];
};

describe('what each variable accepts', () => {
  const accepted: [name: string, text: string, key: keyof Settings, value: unknown][] = [
    ['PORT', '1', 'port', 1],
    ['PORT', '65535', 'port', 65_535],
    ['HOST', '::1', 'host', '::1'],
    ['PUBLIC_URL', 'https://countersign.example/', 'publicUrl', 'https://countersign.example'],
    ['COUNTERSIGN_DATA', 'somewhere', 'dataDir', resolve('somewhere')],
    ['COUNTERSIGN_OPEN_BROWSER', 'false', 'openBrowser', false],
    ['COUNTERSIGN_OPEN_BROWSER', 'YES', 'openBrowser', true],
    ['DATABASE_POOL_MAX', '2', 'databasePoolMax', 2],
    ['REDIS_URL', 'rediss://:secret@cache:6380', 'redisUrl', 'rediss://:secret@cache:6380'],
    ['OIDC_ALGORITHMS', 'ES256, EdDSA,ES256', 'oidcAlgorithms', ['ES256', 'EdDSA']],
    ['HOUSE_CURRENCY', 'BHD', 'houseCurrency', 'BHD'],
    ['HOUSE_TIME_ZONE', 'UTC', 'houseTimeZone', 'UTC'],
    ['WORKING_HOURS', 'Mon-Fri 09:00-17:00', 'workingHours', { days: [1, 2, 3, 4, 5], opensAtMinute: 540, closesAtMinute: 1020 }],
    ['WORKING_HOURS', 'sat,mon-wed 00:00-24:00', 'workingHours', { days: [1, 2, 3, 6], opensAtMinute: 0, closesAtMinute: 1440 }],
    ['LOG_LEVEL', 'debug', 'logLevel', 'debug'],
  ];
  it.each(accepted)('%s takes %j', (name, text, key, value) => {
    expect(readSettings({ ...DATABASE, [name]: text })[key]).toEqual(value);
  });

  const refused: [name: string, text: string][] = [
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '3000x'],
    ['PORT', '3e3'],
    ['PORT', '-1'],
    ['HOST', 'one two'],
    ['PUBLIC_URL', 'countersign.example'],
    ['PUBLIC_URL', 'ftp://countersign.example'],
    ['COUNTERSIGN_OPEN_BROWSER', 'maybe'],
    ['DATABASE_URL', 'mysql://db/countersign'],
    ['DATABASE_URL', 'nonsense'],
    ['REDIS_URL', 'http://cache'],
    ['DATABASE_POOL_MAX', '1'],
    ['DATABASE_POOL_MAX', '201'],
    ['OIDC_ALGORITHMS', 'HS256'],
    ['OIDC_ALGORITHMS', 'RS256,none'],
    ['OIDC_ALGORITHMS', 'RS256,'],
    ['HOUSE_CURRENCY', 'aud'],
    ['HOUSE_CURRENCY', 'XQQ'],
    ['HOUSE_TIME_ZONE', 'Australia/Atlantis'],
    ['HOUSE_TIME_ZONE', '+10:00'],
    ['WORKING_HOURS', 'Mon-Fri'],
    ['WORKING_HOURS', 'Fri-Mon 09:00-17:00'],
    ['WORKING_HOURS', 'Mon-Tue-Wed 09:00-17:00'],
    ['WORKING_HOURS', 'Mon-Fri,Fri 09:00-17:00'],
    ['WORKING_HOURS', 'Mon-Moon 09:00-17:00'],
    ['WORKING_HOURS', 'Mon 17:00-09:00'],
    ['WORKING_HOURS', 'Mon 09:00-09:00'],
    ['WORKING_HOURS', 'Mon 09:60-17:00'],
    ['WORKING_HOURS', 'Mon 09:00-24:01'],
    ['IDEMPOTENCY_HOURS', '23'],
    ['LOG_LEVEL', 'INFO'],
    ['NODE_ENV', 'staging'],
  ];
  it.each(refused)('%s refuses %j', (name, text) => {
    expect(faultsOf({ [name]: text }).map((fault) => fault.name)).toEqual([name]);
  });

  it('believes a provider over plain http on this machine only', () => {
    const provider = (origin: string) => ({ OIDC_ISSUER: origin, OIDC_AUDIENCE: 'countersign', OIDC_JWKS_URL: `${origin}/jwks` });
    expect(readSettings({ ...DATABASE, ...provider('http://localhost:13000') }).oidcIssuer).toBe('http://localhost:13000');
    expect(readSettings({ ...DATABASE, ...provider('https://id.example/') }).oidcIssuer).toBe('https://id.example/');
    expect(faultsOf(provider('http://id.example')).map(({ name }) => name)).toEqual(['OIDC_ISSUER', 'OIDC_JWKS_URL']);
    expect(faultsOf(provider('http://127.0.0.1.evil.example'))).toHaveLength(2);
  });
});

describe('defaults', () => {
  it('hold for everything that is not given, and an empty value counts as none', () => {
    const settings = readSettings({ ...DATABASE, PORT: '', HOST: '  ', LOG_LEVEL: undefined });
    expect(settings).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      logLevel: 'info',
      nodeEnv: 'production',
      oidcAlgorithms: ['RS256', 'ES256', 'EdDSA'],
    });
    expect([settings.redisUrl, settings.oidcIssuer]).toEqual([undefined, undefined]);
  });

  it('follow the variables that they name', () => {
    const settings = readSettings({ ...DATABASE, PORT: '3100', COUNTERSIGN_DATA: '/srv/house' });
    expect(settings).toMatchObject({ publicUrl: 'http://localhost:3100', receiptKeysDir: '/srv/house/receipt-keys' });
  });

  it('are frozen', () => {
    expect(Object.isFrozen(readSettings(DATABASE))).toBe(true);
    expect(Object.isFrozen(readSettings(DATABASE).workingHours.days)).toBe(true);
  });

  it.each(Object.values(VARIABLES) as Variable[])(
    '$name has a sentence that says why, a unique name, and a unit if it counts something',
    ({ name, why, unit, type }) => {
      expect(why).toMatch(/^[A-Z].*\.$/);
      expect(Object.values(VARIABLES).filter((other) => other.name === name)).toHaveLength(1);
      if (/whole number/.test(type.valid) && !/PORT$/.test(name)) expect(unit).toBeDefined();
    },
  );
});

describe('faults', () => {
  it('are told all at once, with what is valid', () => {
    const faults = faultsOf({ PORT: 'x', LOG_LEVEL: 'loud', HOUSE_CURRENCY: 'dollars' });
    expect(faults.map(({ name, given }) => [name, given])).toEqual(
      [
        ['PORT', '"x"'],
        ['LOG_LEVEL', '"loud"'],
        ['HOUSE_CURRENCY', '"dollars"'],
      ].sort(byTable),
    );
    expect(new SettingsError(faults)).toMatchObject({
      exitCode: 78,
      message: expect.stringContaining('PORT must be a whole number from 1 to 65535; given was "x".') as string,
    });
  });

  it('name what is needed and missing', () => {
    expect(() => readSettings({})).toThrow(
      'DATABASE_URL must be an address like postgres://user:password@host:5432/database, with / # ? @ in a password written as %2F %23 %3F %40; given was nothing.',
    );
    expect(readSettings({}, []).databaseUrl).toBeUndefined();
    expect(faultsOf({}, ['oidcIssuer']).map(({ name }) => name)).toEqual(['OIDC_ISSUER']);
  });

  it('name a provider that is described by half', () => {
    expect(faultsOf({ OIDC_AUDIENCE: 'countersign' }).map(({ name }) => name)).toEqual(['OIDC_ISSUER', 'OIDC_JWKS_URL']);
    expect(faultsOf({ OIDC_AUDIENCE: 'countersign' }, ['oidcIssuer']).map(({ name }) => name)).toEqual(['OIDC_ISSUER', 'OIDC_JWKS_URL']);
  });

  it('name two doors on one port', () => {
    expect(faultsOf({ PORT: '9465' })).toEqual([{ name: 'WORKER_HEALTH_PORT', given: '"9465"', valid: 'another port than PORT' }]);
  });

  it.each([
    ['mysql://root:hunter2@db/countersign?password=hunter2', '"mysql://root:***@db/countersign"'],
    ['hunter2', '(a hidden text)'],
    ['root:hunter2@db', '(a hidden text)'],
    ['postgres://root:12/hunter2@db/countersign', '"postgres://…" (the rest is hidden)'],
    ['postgres://root:12#hunter2@db/countersign', '"postgres://root:12"'],
    ['postgres://root:12?hunter2@db/countersign', '"postgres://root:12"'],
    ['mysql://root%3Ahunter2@db/countersign', '"mysql://…" (the rest is hidden)'],
    ['mysql://hunter2@db', '"mysql://…" (the rest is hidden)'],
  ])('never show a secret: %s', (given, shown) => {
    expect(faultsOf({ DATABASE_URL: given })[0]?.given).toBe(shown);
  });

  it('show what was given without control characters and not at full length', () => {
    expect(faultsOf({ HOST: `\u001b[31m${'x'.repeat(200)}` })[0]?.given).toBe(`"?[31m${'x'.repeat(75)}…"`);
  });
});

describe('a value from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is read without its last line break, and the direct one wins', () => {
    const path = file('url', 'postgres://from/file\n');
    expect(readSettings({ DATABASE_URL_FILE: path }).databaseUrl).toBe('postgres://from/file');
    expect(readSettings({ DATABASE_URL_FILE: path, ...DATABASE }).databaseUrl).toBe(DATABASE.DATABASE_URL);
  });

  it.each([
    ['is missing', () => join(folder, 'nowhere'), 'ENOENT'],
    ['is a folder', () => folder, 'EISDIR'],
    ['is empty', () => file('empty', '\n'), 'not empty'],
    ['is a log by mistake', () => file('log', 'x'.repeat(70_000)), '65536 bytes'],
  ])('is a fault of its own when the file %s', (_, path, valid) => {
    expect(() => readSettings({ DATABASE_URL_FILE: path() })).toThrow(SettingsError);
    expect(() => readSettings({ DATABASE_URL_FILE: path() })).toThrow(new RegExp(`One setting .*\\n  DATABASE_URL_FILE .*${valid}`));
  });

  it('does not show what was in the file', () => {
    expect(() => readSettings({ DATABASE_URL_FILE: file('secret', 'hunter2') })).toThrow('DATABASE_URL must be an address like');
    expect(() => readSettings({ DATABASE_URL_FILE: file('secret', 'hunter2') })).not.toThrow('hunter2');
  });
});

/** Faults are told in the order of the table, so that they are found where the documentation has them. */
function byTable([one]: string[], [other]: string[]): number {
  const names = Object.values(VARIABLES).map(({ name }) => name as string);
  return names.indexOf(one ?? '') - names.indexOf(other ?? '');
}

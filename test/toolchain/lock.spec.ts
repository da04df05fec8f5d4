import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly integrity?: string; readonly version?: string; readonly link?: boolean }>>;
}

it('the lock file pins every package by its digest, so that no other can take its place', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
  const others = Object.entries(packages).filter(([path, { integrity = '' }]) => path !== '' && !/^sha512-/.test(integrity));
  expect(others.map(([path]) => path)).toEqual([]);
});

it('what we name ourselves, we name exactly', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;
  const versions = Object.entries({ ...dependencies, ...devDependencies });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

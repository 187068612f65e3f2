import { expect, test } from 'vitest';
import { readLocalBinds } from './local-binds.ts';

test.each([
  [{ env: [{ name: 'BIND_ADDRESS', value: '127.0.0.1:8080' }] }, ['env BIND_ADDRESS']],
  [{ env: [{ name: 'HOST', value: 'localhost' }] }, ['env HOST']],
  [{ env: [{ name: 'DB_HOST', value: 'localhost' }] }, []],
  [{ env: [{ name: 'LISTEN', value: '0.0.0.0:8080' }] }, []],
  [{ env: [{ name: 'LISTEN', value: 7 }, null, 'x'] }, []],
  [{ args: ['--listen=[::1]:80'] }, ['argument --listen']],
  [{ command: ['serve', '--bind', '127.0.0.1'] }, ['argument --bind']],
  [{ args: ['--upstream', '127.0.0.1:9000', '--bind'] }, []],
  [{}, []],
])('%j', (container, expected) => {
  expect(readLocalBinds([container])).toEqual(expected);
});

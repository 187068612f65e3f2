import { expect, it } from 'vitest';
import { findProblem } from './process.mjs';

it("finds pnpm's sentence, wrapped and framed", () => {
  const output = `Scope: all 6 projects
Error: ERR_PNPM_LOCKFILE_CONFIG_MISMATCH

  × Cannot proceed with the frozen
  │ installation.
  ╰─▶ The lockfile is old

done`;
  expect(findProblem(output)).toBe('Cannot proceed with the frozen installation. The lockfile is old');
});

it("finds npm's reason among its codes and its stack", () => {
  const output = `npm warn Unknown env config "error"
npm error code ECONNREFUSED
npm error FetchError: request to pnpm failed, reason: connect ECONNREFUSED

npm error     at ClientRequest.<anonymous> (index.js:130:14)
npm error A complete log of this run can be found in: debug.log`;
  expect(findProblem(output)).toBe('FetchError: request to pnpm failed, reason: connect ECONNREFUSED');
});

it('has something to say when the tool had not', () => {
  expect(findProblem('')).toBe('it said nothing');
});

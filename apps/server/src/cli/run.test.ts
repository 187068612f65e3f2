import { describe, expect, it } from 'vitest';
import { run } from './run.ts';
import { testTerminal } from './test-terminal.ts';
import { VERSION } from './version.ts';

const call = async (...args: string[]) => {
  const terminal = testTerminal();
  return { code: await run(args, terminal), ...terminal.written };
};

describe('run', () => {
  it('helps', async () => {
    expect(await call('--help')).toMatchObject({ code: 0, err: '', out: expect.stringContaining('hopscope COMMAND') });
    for (const command of ['demo', 'serve', 'gather', 'explain', 'check', 'snapshot', 'diff'])
      expect(await call(command, '--help')).toMatchObject({
        code: 0,
        out: expect.stringContaining(`Usage: hopscope ${command}`),
      });
  });

  it('tells its version', async () => {
    expect(await call('--version')).toEqual({ code: 0, out: `${VERSION}\n`, err: '' });
  });

  it('says in one line what is wrong with the arguments', async () => {
    const { code, out, err } = await call('diff', 'a');
    expect([code, out]).toEqual([64, '']);
    expect(err).toBe('hopscope: Say which two: hopscope diff BEFORE AFTER, snapshots or bundles.\n');
  });
});

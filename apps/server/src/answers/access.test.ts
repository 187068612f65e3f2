import { accessMatrix } from '@hopscope/core';
import { describe, expect, it } from 'vitest';
import { demoState } from '../routes/serve-scenario.ts';
import { createAccessAnswers } from './access.ts';

const ask = (namespace: string) => ({ namespace, text: '' });

describe('createAccessAnswers', () => {
  it('says what core says, and makes it once for a state', async () => {
    const answers = createAccessAnswers();
    const state = demoState('rest');
    const first = answers.of(state, ask('payments'));
    expect(answers.of(state, ask('payments'))).toBe(first);
    expect(await first).toEqual(accessMatrix(state, ask('payments')));
    expect(answers.of(demoState('waypoint'), ask('payments'))).not.toBe(first);
  });

  it('lets others run between two targets', async () => {
    const answers = createAccessAnswers();
    let turns = 0;
    const count = (): void => {
      turns += 1;
      if (turns < 100) setImmediate(count);
    };
    setImmediate(count);
    const { targets } = (await answers.of(demoState('rest'), ask('shop')))!;
    expect(targets.length).toBeGreaterThan(3);
    expect(turns).toBeGreaterThanOrEqual(targets.length);
  });

  it('refuses when too many wait, and answers again when they are served', async () => {
    const answers = createAccessAnswers();
    const asked = Array.from({ length: 9 }, (_, i) =>
      answers.of(demoState('rest'), { namespace: 'web', text: `${i}` }),
    );
    expect(asked.map((one) => one === null)).toEqual([...Array(8).fill(false), true]);
    await Promise.all(asked);
    expect(answers.of(demoState('rest'), ask('web'))).not.toBeNull();
  });
});

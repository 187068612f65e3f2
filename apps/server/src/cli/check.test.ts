import { demoBundle, scenarios } from '@hopscope/core/scenarios';
import { describe, expect, it } from 'vitest';
import { TAKEN_AT } from '../routes/serve-scenario.ts';
import { run } from './run.ts';
import { testTerminal } from './test-terminal.ts';

const check = async (chapter: Parameters<typeof demoBundle>[0], ...args: string[]) => {
  const terminal = testTerminal({ stdin: JSON.stringify(demoBundle(chapter, TAKEN_AT, 10)) });
  const code = await run(['check', '--bundle', '-', ...args], terminal);
  return { code, ...terminal.written };
};

describe('hopscope check', () => {
  it('is content where nothing is broken', async () => {
    expect((await check('rest')).code).toBe(0);
  });

  it('lists what is broken, and how to mend it', async () => {
    const { code, out } = await check('waypoint');
    expect(code).toBe(1);
    expect(out).toMatch(/^\d+ of \d+ links fail/);
    expect(out).toMatch(/✗ broken Waypoint shop\/waypoint has no running pods/);
    expect(out).toContain('kubectl -n shop scale deployment waypoint');
    expect(out).toMatch(/ {4}Gateway shop\/waypoint · .*blame istio · confirmed/);
    expect(out).toMatch(/ {4}hits \d+ links · .*service/);
    expect(out).toContain('    docs/checks.md#waypoint-no-pods\n');
  });

  it('lists in the order of harm', async () => {
    const lists = [];
    for (const scenario of scenarios.slice(0, 60)) {
      const terminal = testTerminal({ stdin: JSON.stringify(scenario.bundle()) });
      await run(['check', '--bundle', '-'], terminal);
      const marks = [...terminal.written.out.matchAll(/^([✗!·]) (?:broken|degraded|latent)/gm)];
      lists.push(marks.map(([, mark]) => '✗!·'.indexOf(mark!)));
    }
    expect(Math.max(...lists.map((list) => new Set(list).size))).toBeGreaterThan(1);
    for (const list of lists) expect(list).toEqual([...list].sort());
  });

  it('gives JSON', async () => {
    const { code, out } = await check('waypoint', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out).causes[0]).toMatchObject({
      check: 'waypoint-no-pods',
      severity: 'broken',
      docs: 'docs/checks.md#waypoint-no-pods',
      services: expect.arrayContaining([expect.stringMatching(/^shop\//)]),
    });
  });

  it('gives SARIF', async () => {
    const { out } = await check('waypoint', '--sarif');
    const { version, runs } = JSON.parse(out);
    expect([version, runs.length]).toEqual(['2.1.0', 1]);
    const { rules } = runs[0].tool.driver;
    for (const { ruleId, ruleIndex, level, message, locations } of runs[0].results) {
      expect(rules[ruleIndex].id).toBe(ruleId);
      expect(rules[ruleIndex].help.text).toContain(`docs/checks.md#${ruleId}.`);
      expect(['error', 'warning', 'note']).toContain(level);
      expect(message.text).not.toContain('`');
      expect(locations[0].logicalLocations[0].fullyQualifiedName).toBeTruthy();
    }
    expect(runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)).toContain('waypoint-no-pods');
  });

  it('cannot judge what it cannot read', async () => {
    const terminal = testTerminal({ stdin: 'nothing' });
    expect(await run(['check', '--bundle', '-'], terminal)).toBe(2);
    expect(terminal.written.err).toMatch(/^hopscope: No Kubernetes objects found in standard input/);
  });
});

/** npm run conformance -- DIR... [--json OUT]: asks the product the questions of third-party corpora. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { answerCase } from './answer-case.ts';
import { findCases } from './find-cases.ts';
import { reportLines, totalsOf } from './print.ts';

const USAGE = 'usage: npm run conformance -- DIR... [--json OUT]';

async function run(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'string' } },
  });
  if (positionals.length === 0) {
    console.error(USAGE);
    return 2;
  }
  const cases = await findCases(positionals);
  const outcomes = cases.flatMap((one) => answerCase(one));
  for (const line of reportLines(outcomes)) console.log(line);
  if (values.json !== undefined) {
    const rows = outcomes.map(({ id, corpus, kind, result, got }) => ({ id, corpus, kind, result, got }));
    await writeFile(values.json, `${JSON.stringify(rows, null, 2)}\n`);
  }
  return totalsOf(outcomes).failed > 0 ? 1 : 0;
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}

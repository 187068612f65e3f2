import { scenarios } from '@hopscope/core/scenarios';
import { drawPicture } from '@hopscope/panels/picture';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { formatGolden, GOLDEN_PICTURES, GOLDEN_SCENARIOS, GoldenLane, GoldenMap } from './goldens.tsx';
import { readScenario } from './read-scenario.ts';

const HOW =
  'Look at the difference. Where it is meant, `npm run goldens` writes the pictures anew: commit them with the change.';

/** Ages hang on the reader's zone. */
process.env['TZ'] = 'UTC';

describe.each(GOLDEN_SCENARIOS)('%s', (id) => {
  const scenario = scenarios.find((one) => one.id === id);

  it('is drawn as it was', async () => {
    if (!scenario) throw new Error(`There is no scenario ${id}: take it out of GOLDEN_SCENARIOS.`);
    const { report, paths } = readScenario(scenario);
    const map = renderToStaticMarkup(<GoldenMap report={report} />);
    await expect(formatGolden(map), HOW).toMatchFileSnapshot(`./goldens/${id}.map.svg`);
    const lane = renderToStaticMarkup(<GoldenLane path={paths[0]!} />);
    await expect(formatGolden(lane), HOW).toMatchFileSnapshot(`./goldens/${id}.lane.html`);
  });
});

describe.each(GOLDEN_PICTURES)('the pictures of %s', (id) => {
  const scenario = scenarios.find((one) => one.id === id);

  it('are drawn as they were', async () => {
    if (!scenario) throw new Error(`There is no scenario ${id}: take it out of GOLDEN_PICTURES.`);
    const { report, paths } = readScenario(scenario);
    const size = { width: 960, height: 504 };
    const map = drawPicture({ kind: 'map', report, title: '', about: [] }, { ...size, theme: 'light' });
    await expect(formatGolden(map.trimEnd()), HOW).toMatchFileSnapshot(`./goldens/${id}.map-picture.svg`);
    const path = drawPicture({ kind: 'path', path: paths[0]!, cluster: report.cluster }, { ...size, theme: 'dark' });
    await expect(formatGolden(path.trimEnd()), HOW).toMatchFileSnapshot(`./goldens/${id}.path-picture.svg`);
  });
});

it('keeps a difference in one line, and no more digits than anybody sees', () => {
  expect(formatGolden('<g><path d="M1.23456,-2.05L3,4"/></g>')).toBe('<g>\n<path d="M1.2,-2L3,4"/>\n</g>\n');
});

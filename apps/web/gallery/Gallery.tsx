import { type Scenario, scenarios } from '@hopscope/core/scenarios';
import { useMemo, useSyncExternalStore } from 'react';
import { AllPanels } from './AllPanels.tsx';
import { readScenario } from './read-scenario.ts';

/** Every panel over a scenario, light and dark side by side; the address names the scenario (`#story-1`). */
export function Gallery() {
  const id = useHash();
  const at = Math.max(
    0,
    scenarios.findIndex((one) => one.id === id),
  );
  const scenario = scenarios[at]!;
  const goTo = (next: number) => {
    location.hash = scenarios[(next + scenarios.length) % scenarios.length]!.id;
  };
  return (
    <main className="gallery">
      <header>
        <h1>{scenario.title}</h1>
        <button type="button" className="hs-button" onClick={() => goTo(at - 1)}>
          Previous
        </button>
        <label>
          Scenario{' '}
          <select
            value={scenario.id}
            onChange={(event) => goTo(scenarios.findIndex((one) => one.id === event.target.value))}
          >
            {scenarios.map((one) => (
              <option key={one.id}>{one.id}</option>
            ))}
          </select>
        </label>
        <button type="button" className="hs-button" onClick={() => goTo(at + 1)}>
          Next
        </button>
        <span>
          {at + 1} of {scenarios.length}
        </span>
      </header>
      <BothThemes key={scenario.id} scenario={scenario} />
    </main>
  );
}

function BothThemes({ scenario }: { readonly scenario: Scenario }) {
  const read = useMemo(() => readScenario(scenario), [scenario]);
  return (
    <div className="gallery-themes">
      {(['light', 'dark'] as const).map((theme) => (
        <div key={theme} className="gallery-theme" style={{ colorScheme: theme }} data-gallery={theme}>
          <AllPanels read={read} />
        </div>
      ))}
    </div>
  );
}

function useHash(): string {
  return useSyncExternalStore(
    (listener) => {
      addEventListener('hashchange', listener);
      return () => removeEventListener('hashchange', listener);
    },
    () => decodeURIComponent(location.hash.slice(1)),
  );
}

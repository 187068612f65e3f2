import { LEVEL_WORDS, LEVELS, type Level } from './level.ts';

export interface LevelSwitchProps {
  readonly level: Level;
  readonly onLevel: (level: Level) => void;
}

/** The four levels, from the whole mesh to the proxies on a link; zooming goes through them by itself. */
export function LevelSwitch({ level, onLevel }: LevelSwitchProps) {
  return (
    <div className="hs-levels" role="toolbar" aria-label="How near">
      {LEVELS.map((one) => (
        <button key={one} type="button" className="hs-level" aria-pressed={one === level} onClick={() => onLevel(one)}>
          {LEVEL_WORDS[one]}
        </button>
      ))}
    </div>
  );
}

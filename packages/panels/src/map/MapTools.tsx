export interface MapToolsProps {
  readonly onZoom: (factor: number) => void;
  readonly onPan: (x: number, y: number) => void;
  readonly onFit: () => void;
}

const STEP = 120;

/** Zoom and pan by buttons: nothing needs a drag or a wheel. */
export function MapTools({ onZoom, onPan, onFit }: MapToolsProps) {
  const button = (label: string, sign: string, act: () => void) => (
    <button type="button" className="hs-tool" aria-label={label} title={label} onClick={act}>
      {sign}
    </button>
  );
  return (
    <div className="hs-map-tools" role="toolbar" aria-label="Move the map">
      {button('Zoom in', '+', () => onZoom(1.3))}
      {button('Zoom out', '−', () => onZoom(1 / 1.3))}
      {button('Fit the whole map', '⤢', onFit)}
      {button('Move left', '←', () => onPan(STEP, 0))}
      {button('Move right', '→', () => onPan(-STEP, 0))}
      {button('Move up', '↑', () => onPan(0, STEP))}
      {button('Move down', '↓', () => onPan(0, -STEP))}
    </div>
  );
}

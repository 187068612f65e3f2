/** Arithmetic on RFC 3339 times; the only clock of a scenario is its takenAt. */

export function shiftTime(time: string, seconds: number): string {
  return formatTime(Date.parse(time) + seconds * 1000);
}

/** The last whole multiple of `seconds` before `time`, so that a stream of bundles keeps its times. */
export function floorTime(time: string, seconds: number): string {
  const step = seconds * 1000;
  return formatTime(Math.floor(Date.parse(time) / step) * step);
}

function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

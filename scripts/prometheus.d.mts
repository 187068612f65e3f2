export function findPrometheus(): string | undefined;
export function ensurePrometheus(): Promise<string>;

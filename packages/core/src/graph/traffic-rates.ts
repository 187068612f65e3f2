/** Rates by how the calls ended. */
import type { TrafficSeries } from '../state/traffic.ts';

export interface Rates {
  total: number;
  /** the caller went away, or nobody answered */
  noResponse: number;
  redirected: number;
  clientError: number;
  serverError: number;
  /** gRPC calls that failed, by their own status or HTTP's */
  grpcError: number;
}

/** All at zero. */
export const noRates = (): Rates => ({
  total: 0,
  noResponse: 0,
  redirected: 0,
  clientError: 0,
  serverError: 0,
  grpcError: 0,
});

/** The sum of both. */
export const addRates = (a: Rates, b: Rates): Rates => ({
  total: a.total + b.total,
  noResponse: a.noResponse + b.noResponse,
  redirected: a.redirected + b.redirected,
  clientError: a.clientError + b.clientError,
  serverError: a.serverError + b.serverError,
  grpcError: a.grpcError + b.grpcError,
});

/** The status that tells how a call ended: gRPC's own where its transport went well; `-` where there is none. */
export function responseCode({ protocol, code, grpcStatus }: TrafficSeries): string {
  if (code === '0' || code === '') return '-';
  return protocol === 'grpc' && grpcStatus !== '' && !/^[45]/.test(code) ? grpcStatus : code;
}

/** The value of one series, sorted by its status. Bytes and messages have none, which is no failure. */
export function ratesOf(series: TrafficSeries): Rates {
  const { measure, protocol, value } = series;
  const rates = { ...noRates(), total: value };
  if (measure !== 'requests') return rates;
  const code = responseCode(series);
  if (code === '-') return { ...rates, noResponse: value };
  if (protocol === 'grpc') return isGrpcError(code) ? { ...rates, grpcError: value } : rates;
  if (code.startsWith('3')) return { ...rates, redirected: value };
  if (code.startsWith('4')) return { ...rates, clientError: value };
  return code.startsWith('5') ? { ...rates, serverError: value } : rates;
}

/** Three digits are an HTTP status, which stands in for gRPC's where that was not counted. */
const isGrpcError = (code: string): boolean => (code.length === 3 ? /^[45]/.test(code) : code !== '0');

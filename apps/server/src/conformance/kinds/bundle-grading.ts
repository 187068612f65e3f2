/** How an answer to a bundle's question is graded: each key of `expected` is a demand of its own. */
import type { Cause, Hop, PathResult } from '@hopscope/core';
import { type Json, texts } from '../case.ts';

/** What of an answer is graded, for reports of failures. */
export function summaryOf(result: PathResult): Json {
  return {
    verdict: result.verdict,
    expected: result.expected,
    hop: namedHop(result),
    blame: result.blame,
    sentence: result.sentence,
    causes: allCauses(result).map(({ hopKind, detection }) => `${detection.severity} ${detection.check} at ${hopKind}`),
    waypoint: nameOfWaypoint(result),
    hops: result.traces[0]?.hops.map((hop) => `${hop.kind}:${hop.state}`) ?? [],
    missing: [...missingSources(result)],
  };
}

/** The demands that an answer does not meet, as sentences. */
export function complaintsAbout(result: PathResult, expected: Json): string[] {
  const demands: [boolean, string][] = [
    [isIn(expected, 'verdict', result.verdict), `verdict ${result.verdict}`],
    [isHopRight(result, expected), `names hop ${namedHop(result)}`],
    [areCausesRight(result, texts(expected['causes'])), 'none of the causes is named there'],
    [isBlameRight(result, expected), `blames ${result.blame}`],
    [!named(result, 'broken', texts(expected['mustNotCauses'])), 'names a cause that it must not'],
    [
      result.blame === null || !texts(expected['mustNotBlame']).includes(result.blame),
      `must not blame ${result.blame}`,
    ],
    [areHopsInOrder(result, texts(expected['hops'])), 'hops are missing or in another order'],
    [areHopsAbsent(result, texts(expected['hopsAbsent'])), 'has a hop that it must not have'],
    [isWaypointRight(result, expected), `waypoint ${nameOfWaypoint(result)}`],
    [isMissingNamed(result, texts(expected['missing'])), 'does not say what it lacks'],
  ];
  return demands.flatMap(([met, complaint]) => (met ? [] : [complaint]));
}

function isIn(expected: Json, key: string, value: string | null): boolean {
  const list = expected[key];
  return !Array.isArray(list) || list.length === 0 || list.includes(value);
}

/** The hop that stops the request, or that the answer to a degraded or varying one names; null for none. */
function namedHop(result: PathResult): string | null {
  if (result.firstBlocker) return result.firstBlocker.hopKind;
  const blocked = result.traces.flatMap((trace) => trace.hops).find((hop) => hop.state === 'block');
  if (blocked) return blocked.kind;
  const degraded = result.verdict === 'degraded' || result.verdict === 'varies';
  return (degraded && result.risks.find((risk) => risk.detection.severity === 'degraded')?.hopKind) || null;
}

/** A degraded answer in which no hop blocks names none, or the hop of its warning: both readings are taken. */
function isHopRight(result: PathResult, expected: Json): boolean {
  if (isIn(expected, 'firstFailingHop', namedHop(result))) return true;
  return result.verdict === 'degraded' && !hasBlock(result) && isIn(expected, 'firstFailingHop', null);
}

const hasBlock = (result: PathResult): boolean =>
  result.traces.some((trace) => trace.hops.some((hop) => hop.state === 'block'));

function allCauses(result: PathResult): Cause[] {
  return [...(result.firstBlocker ? [result.firstBlocker] : []), ...result.alsoBlocking, ...result.risks];
}

/** For a request that passes, a cause may be named anywhere; for one that does not, on the hop where it stops. */
function areCausesRight(result: PathResult, causes: readonly string[]): boolean {
  if (causes.length === 0) return true;
  const hops = result.traces.flatMap((trace) => trace.hops);
  const passes = result.verdict === 'delivered' || result.verdict === 'degraded';
  const place = namedHop(result);
  const here = passes ? hops : hops.filter((hop) => hop.kind === place);
  const codes = new Set([
    ...here.flatMap(codesOf),
    ...allCauses(result)
      .filter((cause) => passes || cause.hopKind === place)
      .map((cause) => cause.detection.check),
  ]);
  return causes.some((cause) => codes.has(cause));
}

const codesOf = (hop: Hop): string[] => hop.checks.flatMap((check) => (check.detection ? [check.detection.check] : []));

function isBlameRight(result: PathResult, expected: Json): boolean {
  if (result.blame === null && (result.verdict === 'delivered' || result.verdict === 'unknown')) return true;
  return isIn(expected, 'blame', result.blame);
}

/** One of the causes is named with that severity anywhere in the answer. */
function named(result: PathResult, severity: string, causes: readonly string[]): boolean {
  const blocking = result.traces
    .flatMap((trace) => trace.hops)
    .flatMap((hop) => hop.checks)
    .filter((check) => check.result === 'block')
    .map((check) => check.code);
  const found = allCauses(result).filter((cause) => cause.detection.severity === severity);
  const codes = new Set([...blocking, ...found.map((cause) => cause.detection.check)]);
  return causes.some((cause) => codes.has(cause));
}

const walked = (result: PathResult): string[] =>
  (result.traces[0]?.hops ?? []).filter((hop) => hop.state !== 'not-applicable').map((hop) => hop.kind);

function areHopsInOrder(result: PathResult, wanted: readonly string[]): boolean {
  const kinds = walked(result);
  let from = 0;
  return wanted.every((kind) => {
    const at = kinds.indexOf(kind as Hop['kind'], from);
    from = at + 1;
    return at >= 0;
  });
}

const areHopsAbsent = (result: PathResult, absent: readonly string[]): boolean =>
  !walked(result).some((kind) => absent.includes(kind));

const nameOfWaypoint = (result: PathResult): string | null =>
  result.waypoint ? `${result.waypoint.namespace}/${result.waypoint.name}` : null;

const isWaypointRight = (result: PathResult, expected: Json): boolean =>
  expected['waypoint'] === undefined || expected['waypoint'] === nameOfWaypoint(result);

function missingSources(result: PathResult): Set<string> {
  const gaps = [...result.notChecked, ...result.traces.flatMap((trace) => trace.hops.flatMap((hop) => hop.notChecked))];
  return new Set(gaps.map((gap) => gap.source));
}

function isMissingNamed(result: PathResult, wanted: readonly string[]): boolean {
  const sources = missingSources(result);
  return wanted.length === 0 || wanted.some((source) => sources.has(source));
}

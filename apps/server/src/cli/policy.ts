/** `hopscope policy` and `hopscope waypoint`: where a policy is enforced, and what a waypoint carries. */
import { type PolicyEffect, policyEffect, refId, type WaypointTraffic, waypointTraffic } from '@hopscope/core';
import { changeMesh } from './change.ts';
import type { Command } from './command-line.ts';
import { readMesh } from './read-mesh.ts';
import { EXIT, type Paint, type Painter, painterOf, plain, type Terminal, tell } from './terminal.ts';

type Ask = Extract<Command, { name: 'policy' | 'waypoint' }>;

/** Answers; resolves to 0 enforced or passed, 1 not enforced anywhere or with problems, 2 not there, or not known. */
export async function runPolicy(command: Ask, terminal: Terminal): Promise<number> {
  const mesh = await readMesh(command.mesh, terminal);
  if (!mesh.ok) return tell(terminal, [mesh.reason], EXIT.unknown);
  const changed = await changeMesh(mesh.state, command.change, terminal);
  if (changed?.ok === false) return tell(terminal, changed.reasons, EXIT.usage);
  const state = changed?.state ?? mesh.state;
  const { namespace, name } = command.object;
  const answer =
    command.name === 'policy' ? policyEffect(state, command.object) : waypointTraffic(state, namespace, name);
  if (!answer.ok) return tell(terminal, [answer.reason], EXIT.unknown);
  const { value } = answer;
  const paint = painterOf(terminal);
  const text = 'enforced' in value ? formatPolicy(value, paint) : formatWaypoint(value, paint);
  terminal.out(command.json ? `${JSON.stringify(value, null, 2)}\n` : text);
  const isWell = 'enforced' in value ? value.enforced.length > 0 : value.problems.length === 0;
  if (isWell) return EXIT.ok;
  return 'enforced' in value && value.notKnown.length > 0 ? EXIT.unknown : EXIT.failed;
}

type Entry = [mark: string, paint: Paint, text: string];

function formatPolicy(value: PolicyEffect, paint: Painter): string {
  return page(value, paint, [
    [
      'Enforced',
      value.enforced.flatMap(({ sentence, objects }): Entry[] => [
        ['✓', 'green', sentence],
        ...some(objects.map(refId)).map((text): Entry => [' ', 'dim', `  ${text}`]),
      ]),
    ],
    [
      'Not enforced',
      value.notEnforced.map(({ what, why, rule }): Entry => ['!', 'yellow', `${what} ${why} [${rule}]`]),
    ],
    [
      'Rules, as ztunnel keeps them',
      value.rules.map(({ rule, effect, sentence }): Entry => {
        const isWell = effect === 'as-written';
        return [isWell ? '✓' : '!', isWell ? 'green' : 'yellow', `rule ${rule}: ${sentence}`];
      }),
    ],
  ]);
}

function formatWaypoint(value: WaypointTraffic, paint: Painter): string {
  const of = (passes: boolean): Entry[] =>
    value.calls
      .filter((call) => call.passes === passes)
      .map(
        ({ ask, verdict, why }): Entry => [
          passes ? '✓' : '·',
          passes ? 'green' : 'dim',
          `${ask} (${verdict})${why === '' ? '' : `: ${why}`}`,
        ],
      );
  return page(value, paint, [
    ['Problems', value.problems.map((text): Entry => ['✗', 'red', text])],
    [
      'Bound to it',
      value.bound.map(({ object, level, unused }): Entry => {
        const by = level === 'object' ? 'by its own label' : 'by its namespace';
        return [
          unused === '' ? '✓' : '!',
          unused === '' ? 'green' : 'yellow',
          `${refId(object)}, ${by}${unused === '' ? '' : `: no traffic uses it, ${unused}`}`,
        ];
      }),
    ],
    ['Calls that pass it', of(true)],
    ['Calls that pass it by', of(false)],
    [
      'Enforced there',
      value.enforces.map(({ object, for: targets }): Entry => {
        const what = targets.length === 0 ? 'everything that passes' : some(targets.map(refId)).join(', ');
        return ['✓', 'green', `${refId(object)}, for ${what}`];
      }),
    ],
  ]);
}

function page(
  value: { sentence: string; notKnown: readonly string[]; asOf: string },
  paint: Painter,
  sections: readonly [string, readonly Entry[]][],
): string {
  const all: readonly [string, readonly Entry[]][] = [
    ...sections,
    ['Not known', value.notKnown.map((text): Entry => ['?', 'blue', text])],
  ];
  const lines = [
    paint('bold', plain(value.sentence)),
    paint('dim', `As of ${value.asOf}.`),
    ...all.flatMap(([title, entries]) => [
      ...(entries.length === 0 ? [] : ['', `${title}:`]),
      ...entries.map(([mark, color, text]) => `  ${paint(color, mark)} ${plain(text)}`),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

const MOST_SHOWN = 20;

function some(texts: readonly string[]): string[] {
  const rest = texts.length - MOST_SHOWN;
  return rest > 0 ? [...texts.slice(0, MOST_SHOWN), `and ${rest} more (--json lists all)`] : [...texts];
}

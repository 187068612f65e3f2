import { describe, expect, it } from 'vitest';
import { parseCommand } from './command-line.ts';

const MESH = { kubeconfig: undefined, context: undefined, bundle: null };

describe('parseCommand', () => {
  it.each<[string[], object]>([
    [[], { name: 'help', about: null }],
    [['--help'], { name: 'help', about: null }],
    [['help', 'serve'], { name: 'help', about: 'serve' }],
    [['check', '-h'], { name: 'help', about: 'check' }],
    [['--version'], { name: 'version' }],
    [['demo'], { name: 'demo', host: '127.0.0.1', port: 7411 }],
    [['demo', '--port=0', '--host', '0.0.0.0'], { name: 'demo', host: '0.0.0.0', port: 0 }],
    [['serve'], { name: 'serve', mesh: MESH, host: '127.0.0.1', port: 7411 }],
    [['serve', '--bundle', 'x'], { name: 'serve', mesh: { ...MESH, bundle: 'x' }, host: '127.0.0.1', port: 7411 }],
    [['serve', '--prometheus', 'http://p:9090'], { name: 'serve', prometheus: 'http://p:9090' }],
    [['serve', '--context', 'c', '--kubeconfig', 'f'], { mesh: { kubeconfig: 'f', context: 'c', bundle: null } }],
    [['gather', '-o', 'x.json'], { name: 'gather', mesh: MESH, output: 'x.json', tiers: 0 }],
    [['gather', '-o', 'x.json', '--tiers', '2'], { name: 'gather', mesh: MESH, output: 'x.json', tiers: 2 }],
    [['gather', '-o', 'x.json', '--tiers', '0-4'], { name: 'gather', mesh: MESH, output: 'x.json', tiers: 4 }],
    // Who asks for a path wants it answered; the other questions are about everything.
    [['explain', 'a/b -> c/d:80'], { name: 'explain', mesh: { ...MESH, tiers: 3 } }],
    [['explain', 'a/b -> c/d:80', '--tiers', '0'], { name: 'explain', mesh: { ...MESH, tiers: 0 } }],
    [['explain', 'a/b -> c/d:80', '--bundle', 'x'], { name: 'explain', mesh: { ...MESH, bundle: 'x', tiers: 0 } }],
    [['check'], { name: 'check', mesh: { ...MESH, tiers: 0 } }],
    [['reach', '--from', 'a/b', '--tiers', '2'], { name: 'reach', mesh: { ...MESH, tiers: 2 } }],
    [['snapshot', '-o', 'x.json', '--tiers', '0-3'], { name: 'snapshot', mesh: { ...MESH, tiers: 3 } }],
    [['check', '--sarif'], { name: 'check', mesh: MESH, form: 'sarif' }],
    [
      ['explain', 'a/b -> c/d:80', '--method', 'post', '--header', 'X-A=b', '--header', 'c: d', '--json'],
      { json: true, query: { http: { method: 'POST', path: '/', headers: { 'x-a': 'b', c: 'd' } } } },
    ],
  ])('reads %j', (args, command) => {
    expect(parseCommand(args)).toMatchObject({ ok: true, value: command });
  });

  it.each([
    [['nothing'], /no command "nothing"/],
    [['serve', '--nope'], /--nope/],
    [['serve', 'x'], /one argument too many/],
    [['serve', '--port', '70000'], /--port/],
    [['serve', '--port', 'x'], /--port/],
    [['serve', '--prometheus', 'http://p', '--bundle', 'b'], /either --bundle or --prometheus/],
    [['serve', '--context', 'a', '--context', 'b'], /not in this version/],
    [['serve', '--context', 'a', '--bundle', 'b'], /either --bundle/],
    [['gather'], /-o FILE/],
    [['gather', '-o', 'x', '--tiers', '1-3'], /from 0 to 4, not "1-3"/],
    [['gather', '-o', 'x', '--tiers', '9'], /from 0 to 4/],
    [['explain'], /which path/],
    [['explain', 'a to b'], /is no path/],
    [['explain', 'a/b -> c/d:80', '--bundle', 'x', '--tiers', '2'], /--tiers is about a cluster/],
    [['check', '--tiers', '4'], /Prometheus, tier 4, is asked by hopscope serve and gather alone/],
    [['explain', 'a/b -> c/d'], /cannot be read/],
    [['explain', 'a/b -> c/d:80', 'more'], /one argument too many/],
    [['explain', 'a/b -> c/d:80', '--path', 'x'], /slash/],
    [['explain', 'a/b -> c/d:80', '--method', 'GET /'], /method/],
    [['explain', 'a/b -> c/d:80', '--header', 'x'], /NAME=VALUE/],
    [['check', '--json', '--sarif'], /not both/],
    [['diff', 'a'], /which two/],
    [['diff', '-', '-'], /read once/],
    [['snapshot'], /where to write/],
    [['snapshot', '-o', 'x.json', '--profile', 'none'], /full, team or shape/],
  ])('refuses %j', (args, reason) => {
    const parsed = parseCommand(args);
    expect(parsed.ok === false && parsed.reason).toMatch(reason);
  });
});

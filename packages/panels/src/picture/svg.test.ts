import { describe, expect, it } from 'vitest';
import { readXml } from './read-xml.fixture.ts';
import { element, escapeXml, formatNumber, shortenPath, text } from './svg.ts';

describe('element', () => {
  it.each([
    '"><script>alert(1)</script>',
    "'/><image href='https://evil.example/x'/>",
    ']]><!DOCTYPE x [<!ENTITY y "z">]>&y;',
    '&amp;lt;script&gt;',
    'nul \u0000 bell \u0007 escape \u001b[31m',
    'half \ud83d and \udc00 and whole \ud83d\ude00',
    'turned \u202egnp.exe\u202c and \u2066kept\u2069',
    '\ufffe\uffff',
  ])('%j stays text, in an attribute and between tags', (hostile) => {
    const read = readXml(element('g', { 'data-x': hostile }, text(hostile)));
    expect([...read.attributes.keys()]).toEqual(['data-x']);
    expect(read.children.every((child) => typeof child === 'string')).toBe(true);
    expect(read.attributes.get('data-x')).toBe(read.children.join(''));
    expect(read.children.join('')).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  });

  it('leaves out what has no value, and closes what is empty', () => {
    expect(element('path', { d: 'M0,0', fill: undefined, x: 1 / 3 })).toBe('<path d="M0,0" x="0.33"/>');
  });
});

it('keeps signs of people, also those of two halves', () => {
  expect(escapeXml('Zürich 東京 😀 <&>')).toBe('Zürich 東京 😀 &lt;&amp;&gt;');
});

it('writes no more digits than anybody sees', () => {
  expect([formatNumber(1.005), formatNumber(10), formatNumber(-0.3333)]).toEqual(['1', '10', '-0.33']);
  expect(shortenPath('M1.23456,-2.05L3,4.5')).toBe('M1.2,-2L3,4.5');
});

import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Prose, plainText } from './Prose.tsx';
import { StateIcon } from './StateIcon.tsx';

describe('Prose', () => {
  it('turns names in backticks into code and leaves a lone backtick alone', () => {
    expect(renderToStaticMarkup(<Prose text="Policy `a/b` stops it" />)).toContain('<code class="hs-code">a/b</code>');
    expect(renderToStaticMarkup(<Prose text="a ` b" />)).not.toContain('<code');
    expect(plainText('Policy `a/b` stops it')).toBe('Policy a/b stops it');
  });
});

describe('StateIcon', () => {
  it('carries a word, and none where words stand beside it', () => {
    expect(renderToStaticMarkup(<StateIcon state="blocked" />)).toContain('aria-label="blocked"');
    expect(renderToStaticMarkup(<StateIcon state="blocked" label="" />)).toContain('aria-hidden="true"');
  });
});

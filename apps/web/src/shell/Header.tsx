import { useRef } from 'react';
import { Link, useRoute } from 'wouter';
import { AskBox } from './AskBox.tsx';
import { HelpDialog } from './HelpDialog.tsx';
import { LiveIndicator } from './LiveIndicator.tsx';
import { Logo } from './Logo.tsx';
import { OpenFile } from './OpenFile.tsx';
import { ShareButton } from './ShareButton.tsx';
import { useShortcuts } from './shortcuts.ts';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import './header.css';

const PAGES = [
  { path: '/', title: 'Mesh' },
  { path: '/path', title: 'Paths' },
  { path: '/components', title: 'Components' },
  { path: '/policies', title: 'Policies' },
  { path: '/sources', title: 'Sources' },
  { path: '/checks', title: 'Checks' },
] as const;

/** The same on every page: where you are, what to ask, how fresh it is. */
export function Header({ onOpen }: { readonly onOpen: (files: readonly File[]) => void }) {
  const ask = useRef<HTMLInputElement>(null);
  const help = useRef<HTMLDialogElement>(null);
  const [hasFilter] = useRoute('/');
  const askPath = () => ask.current?.focus();
  // The mesh page has a search of its own, which takes the slash.
  useShortcuts({ a: askPath, ...(hasFilter ? {} : { '/': askPath }), '?': () => help.current?.showModal() });
  return (
    <header className="header">
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <Link href="/" className="brand">
        <Logo />
        Hopscope
      </Link>
      <nav aria-label="Pages">
        {PAGES.map(({ path, title }) => (
          <PageLink key={path} path={path} title={title} />
        ))}
      </nav>
      <AskBox input={ask} shortcut={hasFilter ? 'a' : '/'} />
      <div className="header-end">
        <LiveIndicator />
        <ShareButton />
        <OpenFile onOpen={onOpen} />
        <ThemeSwitch />
        <button
          type="button"
          className="icon-button"
          aria-label="Help and keys"
          title="Help and keys (?)"
          onClick={() => help.current?.showModal()}
        >
          ?
        </button>
      </div>
      <HelpDialog dialog={help} />
    </header>
  );
}

function PageLink({ path, title }: { readonly path: string; readonly title: string }) {
  const [isHere] = useRoute(path);
  return (
    <Link href={path} aria-current={isHere ? 'page' : undefined}>
      {title}
    </Link>
  );
}

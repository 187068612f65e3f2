import { useEffect } from 'react';
import { useLocation } from 'wouter';

/**
 * Panels name addresses and know no router. A plain click on one of them changes the page without loading it anew: what was
 * read stays, and a dropped file with it.
 */
export function usePageLinks(): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    const click = (event: MouseEvent) => {
      const address = pageAddressOf(event);
      if (address === null) return;
      event.preventDefault();
      const isOtherPage = new URL(address, location.href).pathname !== location.pathname;
      navigate(address);
      if (isOtherPage) scrollTo(0, 0);
    };
    document.addEventListener('click', click);
    return () => document.removeEventListener('click', click);
  }, [navigate]);
}

/** The address of a page of ours that a click means; null where the browser is to do what it does. */
export function pageAddressOf(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  const href = link?.getAttribute('href') ?? '';
  const isOurs = href.startsWith('/') && !href.startsWith('//') && !href.startsWith('/api/');
  return isOurs && !link!.hasAttribute('target') && !link!.hasAttribute('download') ? href : null;
}

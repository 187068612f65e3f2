import { Link } from 'wouter';

export function NotFound() {
  return (
    <main id="main" className="mesh-empty">
      <h1>There is no such page.</h1>
      <p>
        <Link href="/">To the mesh</Link>
      </p>
    </main>
  );
}

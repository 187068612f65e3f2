export function PathPage() {
  return <main>Paths</main>;
}

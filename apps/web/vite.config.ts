import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: { outDir: 'dist', target: 'es2023', sourcemap: false },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:7411', changeOrigin: false } } },
});

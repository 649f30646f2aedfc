// Builds the page of a report: one HTML file with script, styles and type inside, into which a document is written.

import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { viteSingleFile } from 'vite-plugin-singlefile'

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  plugins: [react(), viteSingleFile()],
  build: {
    target: 'es2022',
    outDir: resolve(import.meta.dirname, '../../../out/report'),
    emptyOutDir: true,
    minify: true,
    rollupOptions: { input: { report: resolve(import.meta.dirname, 'report.html') } },
  },
})

// Builds the agent: one CommonJS file for Node 20 and newer, everything inside but the native packages.

import { builtinModules } from 'node:module'
import { resolve } from 'node:path'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    target: 'node20',
    outDir: resolve(import.meta.dirname, '../../out/agent'),
    emptyOutDir: true,
    minify: true,
    sourcemap: false,
    lib: {
      entry: resolve(import.meta.dirname, 'index.ts'),
      formats: ['cjs'],
      fileName: () => 'agent.cjs',
    },
    rollupOptions: {
      external: [
        ...builtinModules,
        ...builtinModules.map((name) => `node:${name}`),
        'onnxruntime-node',
        'koffi',
      ],
      output: { codeSplitting: false },
    },
  },
  resolve: { conditions: ['node'], mainFields: ['module', 'main'] },
})

import { defineConfig } from 'playwright/test'

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  timeout: 180_000,
  expect: { timeout: 20_000 },
  workers: 1,
  globalTimeout: 40 * 60_000,
  reporter: [['list']],
  outputDir: 'test-results',
})

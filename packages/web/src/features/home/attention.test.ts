import type { Pairing } from '@opbx/contract/pairing'
import { expect, test } from 'vitest'
import { text } from '../../texts/i18n.ts'
import { pairingConcerns } from './attention-card.tsx'

const pairing: Pairing = {
  platform: 'cloudonix',
  domainUuid: null,
  domainApiKey: null,
  domainName: null,
  package: null,
  noAnswerTimeout: 60,
  recordingFormat: 'mp3',
  webhookBaseUrl: null,
  resolvedWebhookBaseUrl: 'https://pbx.acme.example',
  webhookUrls: { voiceRoute: '', sessionUpdate: '', cdr: '' },
  requestsApiKey: null,
  webhookApiKey: null,
  voiceApplication: null,
  foreignDefaultApplication: null,
  status: 'configured',
  checks: [],
  warnings: [],
  firsts: { subscriberAt: null, callAt: null, sessionUpdateAt: null, cdrAt: null },
  simulatorAvailable: true,
}
const titles = (changed: Partial<Pairing>) =>
  pairingConcerns({ ...pairing, ...changed }, text).map(({ title, text: why, to }) => [
    title,
    why,
    to,
  ])

test('a healthy connection to the platform needs no attention', () => {
  expect(titles({})).toEqual([])
})

test('without a connection Home leads to the choice between simulator and platform', () => {
  expect(titles({ status: 'unpaired' }).map(([, , to]) => to)).toEqual(['/setup/connect'])
})

test('a failed step of the pairing is said with its remedy', () => {
  const checks: Pairing['checks'] = [
    { step: 'domain', ok: true, message: 'The domain answers.', remedy: null },
    {
      step: 'webhook_url',
      ok: false,
      message: 'The address cannot be reached.',
      remedy: 'Start the tunnel.',
    },
  ]
  expect(titles({ status: 'attention', checks }).map(([, why]) => why)).toEqual([
    'The address cannot be reached. Start the tunnel.',
  ])
})

import type { Pairing } from '@opbx/contract/pairing'
import type { Ctx } from '../context.ts'
import { defaultWebhookBase, maskKey, warningsOf, webhookUrlsOf } from './rules.ts'
import type { PairingRow } from './table.ts'

/** As the API shows it: secrets masked. Null: not paired. */
export function toPairing(ctx: Ctx, row: PairingRow | null): Pairing {
  return row === null ? unpaired(ctx) : paired(ctx, row)
}

function unpaired({ config }: Ctx): Pairing {
  const base = defaultWebhookBase('cloudonix', config)
  return {
    platform: 'cloudonix',
    domainUuid: null,
    domainApiKey: null,
    domainName: null,
    package: null,
    noAnswerTimeout: 60,
    recordingFormat: 'mp3',
    webhookBaseUrl: null,
    resolvedWebhookBaseUrl: base,
    webhookUrls: webhookUrlsOf(base, '********'),
    requestsApiKey: null,
    webhookApiKey: null,
    voiceApplication: null,
    foreignDefaultApplication: null,
    status: 'unpaired',
    checks: [],
    warnings: [],
    firsts: { subscriberAt: null, callAt: null, sessionUpdateAt: null, cdrAt: null },
    simulatorAvailable: config.simulator.mode === 'embedded',
  }
}

function paired(ctx: Ctx, row: PairingRow): Pairing {
  const base = row.webhookBaseUrl ?? defaultWebhookBase(row.platform, ctx.config)
  return {
    platform: row.platform,
    domainUuid: row.domainUuid,
    domainApiKey: maskKey(ctx.secrets.decrypt(row.domainApiKey), 4),
    domainName: row.domainName,
    package: row.package,
    noAnswerTimeout: row.noAnswerTimeoutSeconds,
    recordingFormat: row.recordingFormat,
    webhookBaseUrl: row.webhookBaseUrl,
    resolvedWebhookBaseUrl: base,
    webhookUrls: webhookUrlsOf(base, '********'),
    requestsApiKey: '********',
    webhookApiKey: '********',
    voiceApplication: row.applicationName,
    foreignDefaultApplication: row.foreignApplicationName,
    status: row.status,
    checks: row.checks,
    warnings: warningsOf(row.platform),
    firsts: {
      subscriberAt: isoOf(row.firstSubscriberAt),
      callAt: isoOf(row.firstCallAt),
      sessionUpdateAt: isoOf(row.firstSessionUpdateAt),
      cdrAt: isoOf(row.firstCdrAt),
    },
    simulatorAvailable: ctx.config.simulator.mode === 'embedded',
  }
}

function isoOf(time: Date | null): string | null {
  return time?.toISOString() ?? null
}

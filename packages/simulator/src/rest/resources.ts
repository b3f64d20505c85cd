import type { Domain, Trunk } from '../state.ts'
import type { Register } from './access.ts'
import { listOrNothing } from './body.ts'

/** What a domain has beside applications and subscribers; all of it read only here. */
export function resourceRoutes(register: Register): void {
  register('GET', '/trunks', ({ domain }) =>
    listOrNothing(
      domain.trunks.map((trunk) => showTrunk(domain, trunk)),
      'trunks',
    ),
  )
  // Numbers reach the default application: no domain has a DNID of its own.
  register('GET', '/dnids', () => listOrNothing([], 'DNIDs'))
  register('GET', '/resources/voices', () => voices)
}

function showTrunk(domain: Domain, trunk: Trunk): Record<string, unknown> {
  return {
    ...trunk,
    tenantId: domain.tenantId,
    domainId: domain.id,
    port: '5060',
    transport: 'udp',
    prefix: '',
    metric: 10,
    profile: {},
    allowGlobal: false,
    globalPrefix: null,
    modifiedAt: trunk.createdAt,
    deletedAt: null,
  }
}

const voice = (provider: string, name: string, gender: string, language: string) => ({
  voice: `${provider}:${name}`,
  gender,
  languages: [language],
  provider,
  pricing: provider.includes('Neural') ? 'premium' : 'standard',
})

const voices = [
  voice('Cloudonix-Neural', 'Zoe', 'female', 'en-US'),
  voice('Polly', 'Joanna', 'female', 'en-US'),
  voice('Polly', 'Matthew', 'male', 'en-US'),
  voice('Polly', 'Amy', 'female', 'en-GB'),
  voice('Polly', 'Brian', 'male', 'en-GB'),
  voice('Polly', 'Nicole', 'female', 'en-AU'),
  voice('Polly', 'Marlene', 'female', 'de-DE'),
  voice('Polly', 'Hans', 'male', 'de-DE'),
  voice('Polly', 'Celine', 'female', 'fr-FR'),
  voice('Polly', 'Mathieu', 'male', 'fr-FR'),
  voice('Polly', 'Conchita', 'female', 'es-ES'),
  voice('Polly', 'Enrique', 'male', 'es-ES'),
  voice('Polly', 'Carla', 'female', 'it-IT'),
  voice('Polly', 'Vitoria', 'female', 'pt-BR'),
  voice('Polly', 'Lotte', 'female', 'nl-NL'),
  voice('Polly', 'Astrid', 'female', 'sv-SE'),
]

export type ShownRequest = {
  method: string
  url: string
  headers: Record<string, string>
  body: unknown
}

export type ShownResponse = {
  status: number
  contentType: string
  milliseconds: number
  body: unknown
}

/** One request, in or out, with secrets masked. `at` is real time. */
type Exchange = {
  at: string
  direction: 'in' | 'out'
  domain: string
  session: string | null
  request: ShownRequest
  response: ShownResponse | null
  error: string | null
}

export type Traffic = {
  add(exchange: Exchange): void
  list(domain: string, session: string | null): Exchange[]
}

const kept = 1000
const bodyShown = 20_000

export function createTraffic(): Traffic {
  const exchanges: Exchange[] = []
  return {
    add(exchange) {
      exchanges.push(exchange)
      if (exchanges.length > kept) exchanges.shift()
    },
    list: (domain, session) =>
      exchanges.filter(
        (exchange) =>
          exchange.domain === domain && (session === null || exchange.session === session),
      ),
  }
}

/** A text as it is kept: the beginning of a long one. */
export function shorten(text: string): string {
  return text.length > bodyShown ? `${text.slice(0, bodyShown)}… (${text.length} characters)` : text
}

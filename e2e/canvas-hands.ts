import type { Locator, Page } from 'playwright-core'
import type { ApiClient } from './harness.ts'

/** A person's hands on the canvas, and what the API knows of what they did. The page and the API may come later. */
export function handsOnCanvas(pageOf: () => Page, apiOf: () => ApiClient) {
  const card = (name: string): Locator =>
    pageOf()
      .locator('.react-flow__node')
      .filter({ has: pageOf().locator('b:text-is("' + name + '"), .tel:text-is("' + name + '")') })
  const panel = () => pageOf().locator('.flowpanel')
  const palette = () => pageOf().getByRole('toolbar', { name: 'Add a step' })
  const jack = (name: string, exit: string) => card(name).locator(`.jack[data-handleid="${exit}"]`)

  /** Draws a line from an exit to a step, with the mouse. */
  async function connect(from: string, exit: string, to: string) {
    const start = await middleOf(jack(from, exit))
    const end = await middleOf(card(to))
    await pageOf().mouse.move(start.x, start.y)
    await pageOf().mouse.down()
    await pageOf().mouse.move(start.x + 30, start.y + 10, { steps: 3 })
    await pageOf().mouse.move(end.x, end.y, { steps: 6 })
    await pageOf().mouse.up()
  }

  /** Once it is the panel of what was made, not the form that made it. */
  async function closePanel(name: string) {
    await panel().getByRole('heading', { name, exact: true, level: 2 }).first().waitFor()
    await panel().getByRole('button', { name: 'Close', exact: true }).click()
    await panel().waitFor({ state: 'detached' })
  }

  async function drag(item: string, to: { x: number; y: number }) {
    await palette()
      .getByRole('button', { name: item, exact: true })
      .dragTo(pageOf().locator('.react-flow__pane'), { targetPosition: to })
  }

  async function middleOf(locator: Locator) {
    const box = await locator.boundingBox()
    if (box === null) throw new Error('It is not to be seen.')
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }

  /** A point of the screen where a line is, and where it ends. */
  async function pointOn(name: string, exit: string, share = 0.25) {
    const id = await card(name).getAttribute('data-id')
    return await pageOf().evaluate(
      ([edge, part]) => {
        const path = document.querySelector<SVGPathElement>(
          `[data-id="${edge}"] .react-flow__edge-path`,
        )
        const matrix = path?.getScreenCTM()
        if (!path || !matrix) throw new Error('There is no such line.')
        const { x, y } = path
          .getPointAtLength(path.getTotalLength() * Number(part))
          .matrixTransform(matrix)
        return { x, y }
      },
      [`${id}:${exit}`, share] as const,
    )
  }

  /** Presses a line near its beginning: its tools appear. */
  async function choose(name: string, exit: string) {
    const { x, y } = await pointOn(name, exit, 0.15)
    await pageOf().mouse.click(x, y)
    await pageOf().getByRole('button', { name: 'Take the connection away' }).waitFor()
  }

  async function places(): Promise<string> {
    const { body } = await apiOf().request('GET', '/api/v1/flow')
    return JSON.stringify((body.nodes as { position: unknown }[]).map(({ position }) => position))
  }

  async function leadsTo(): Promise<Record<string, string | null>> {
    const { body } = await apiOf().request('GET', '/api/v1/flow')
    const nodes = body.nodes as {
      id: string
      name: string
      exits: Record<string, string | null>
    }[]
    const numbers = body.phoneNumbers as { number: string; entry: string | null }[]
    const nameOf = (id: string | null) => nodes.find((node) => node.id === id)?.name ?? null
    return Object.fromEntries([
      ...numbers.map((one) => [one.number, nameOf(one.entry)]),
      ...nodes.flatMap((node) =>
        Object.entries(node.exits).map(([exit, id]) => [`${node.name} ${exit}`, nameOf(id)]),
      ),
    ])
  }

  async function more(kind: string) {
    await palette().getByRole('button', { name: 'More' }).click()
    await pageOf().getByRole('option', { name: kind, exact: true }).click()
  }

  return {
    card,
    panel,
    jack,
    palette,
    connect,
    closePanel,
    drag,
    more,
    middleOf,
    pointOn,
    choose,
    places,
    leadsTo,
  }
}

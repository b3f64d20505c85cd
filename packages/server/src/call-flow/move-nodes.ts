import type { Positions } from '@opbx/contract/call-flow/flow'
import { sql } from 'drizzle-orm'
import type { Ctx } from '../context.ts'
import { write } from '../db/write.ts'
import { lockDraft } from '../flow-state/service.ts'
import { requireNodes } from './service.ts'
import { nodes } from './table.ts'

/**
 * Places nodes on the canvas, one or all at once. A place is no content: the versions stay as they are, so
 * that nobody's open form is refused because a card was moved.
 */
export async function moveNodes(ctx: Ctx, positions: Positions): Promise<void> {
  const { organizationId } = ctx
  const moved = Object.entries(positions)
  await write(ctx, 'flow.write', async (tx, { audit }) => {
    // Two that move the same nodes wait for each other, not both for ever.
    await lockDraft(ctx, tx)
    const targets = moved.map(([node]) => ({ path: `positions.${node}`, node }))
    await requireNodes(tx, organizationId, targets)
    await tx.execute(
      sql`update ${nodes} set position_x = moved.x, position_y = moved.y
          from unnest(${sql.param(moved.map(([node]) => node))}::text[],
                      ${sql.param(moved.map(([, { x }]) => x))}::float8[],
                      ${sql.param(moved.map(([, { y }]) => y))}::float8[]) as moved (id, x, y)
          where ${nodes.organizationId} = ${organizationId} and ${nodes.id} = moved.id`,
    )
    audit({
      action: 'flow.order',
      subjectId: organizationId,
      subjectName: 'Call flow',
      after: { positions },
    })
  })
}

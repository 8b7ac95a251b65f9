/* Schedules: the learning rate of a pass, as instructions before the update.
 *
 *   schedule  cells and instructions
 *   step      epoch = (pass - 1) / batches
 *             lr.taken.next = if(epoch >= lr.due, lr.taken lr.factor, lr.taken)   (1 at first)
 *             lr.due.next = if(epoch >= lr.due, lr.due + lr.every, lr.due)        (lr.every at first)
 *             lr.now = lr lr.taken.next
 *   cosine    epoch likewise;
 *             lr.now = if(epoch < lr.epochs, lr.final + (lr - lr.final) (1 + cos(pi epoch / lr.epochs)) / 2,
 * lr.final) warm-up   on either, or on lr itself, here called r: lr.now = if(pass < lr.warm batches, r (pass
 * / (lr.warm batches)), r)
 *
 * Before a warm-up the schedule's own rate is lr.scheduled. `pass` and `batches` (of an epoch) are leaves of
 * NN_ROLE_CLOCK, which nn_run_set_clock() sets. lr stays the cell one sets by hand, whatever the schedule.
 * The formulas are those of PyTorch's StepLR and CosineAnnealingLR, for epochs in parts as well (there: one
 * call of step() an epoch); the warm-up is at its rate in its last pass, and never 0.
 */
#pragma once

#include "nn-optimizer.h"

G_BEGIN_DECLS

/* The tensor of the rate that the update is to read: `lr` itself where it is constant. Adds the leaves. */
gint nn_schedule_emit (const NnOptimizer *optimizer, NnProgramBuilder *builder, gint lr);

G_END_DECLS

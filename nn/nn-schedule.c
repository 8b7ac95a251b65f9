/* The learning rate of a pass: step, cosine, warm-up. */
#include "nn-schedule.h"

typedef struct {
  const NnOptimizer *optimizer;
  NnProgramBuilder *builder;
  gint pass, batches;
} Schedule;

static gint
add_hyper (Schedule *self, const gchar *name, gdouble value, const gchar *field)
{
  return nn_program_builder_add_hyper (self->builder, name, value,
                                       nn_optimizer_find_field (self->optimizer->kind, field));
}

/* A cell that the schedule remembers from pass to pass; what takes its place is set by its writer. */
static gint
emit_next (Schedule *self, gint state, const gchar *name, NnOp op, const gint *inputs)
{
  gint next = nn_program_builder_emit (self->builder, op, name, inputs, NULL);

  nn_program_builder_get_tensor (self->builder, state)->next = next;
  return next;
}

static gint
emit_step (Schedule *self, gint lr, gint epoch, const gchar *name)
{
  const NnOptimizer *o = self->optimizer;
  gint every = add_hyper (self, "lr.every", o->step_every, "step-every");
  gint factor = add_hyper (self, "lr.factor", o->step_factor, "step-factor");
  gint taken = nn_program_builder_add_scalar (self->builder, "lr.taken", NN_ROLE_STATE, 1);
  gint due = nn_program_builder_add_scalar (self->builder, "lr.due", NN_ROLE_STATE, o->step_every);
  gint now =
      emit_next (self, taken, "lr.taken.next", NN_OP_STEPS_TAKEN, NN_INPUTS (taken, epoch, due, factor));

  emit_next (self, due, "lr.due.next", NN_OP_STEP_DUE, NN_INPUTS (due, epoch, every));
  return nn_program_builder_emit (self->builder, NN_OP_STEPPED_RATE, name, NN_INPUTS (lr, now), NULL);
}

static gint
emit_cosine (Schedule *self, gint lr, gint epoch, const gchar *name)
{
  const NnOptimizer *o = self->optimizer;
  gint epochs = add_hyper (self, "lr.epochs", o->cosine_epochs, "cosine-epochs");
  gint low = add_hyper (self, "lr.final", o->final_lr, "final-lr");

  return nn_program_builder_emit (self->builder, NN_OP_COSINE_RATE, name, NN_INPUTS (lr, low, epoch, epochs),
                                  NULL);
}

gint
nn_schedule_emit (const NnOptimizer *optimizer, NnProgramBuilder *builder, gint lr)
{
  Schedule self = { .optimizer = optimizer, .builder = builder };
  gboolean warms_up = !isnan (optimizer->warm_up);
  const gchar *name = warms_up ? "lr.scheduled" : "lr.now";
  gint epoch, epochs;

  if (optimizer->schedule == NN_SCHEDULE_CONSTANT && !warms_up)
    return lr;
  self.pass = nn_program_builder_add_scalar (builder, NN_CLOCK_PASS, NN_ROLE_CLOCK, 1);
  self.batches = nn_program_builder_add_scalar (builder, NN_CLOCK_BATCHES, NN_ROLE_CLOCK, 1);
  if (optimizer->schedule != NN_SCHEDULE_CONSTANT) {
    epoch =
        nn_program_builder_emit (builder, NN_OP_EPOCH, "epoch", NN_INPUTS (self.pass, self.batches), NULL);
    lr = optimizer->schedule == NN_SCHEDULE_STEP ? emit_step (&self, lr, epoch, name)
                                                 : emit_cosine (&self, lr, epoch, name);
  }
  if (!warms_up)
    return lr;
  epochs = add_hyper (&self, "lr.warm", optimizer->warm_up, "warm-up");
  return nn_program_builder_emit (builder, NN_OP_WARM_UP, "lr.now",
                                  NN_INPUTS (lr, self.pass, self.batches, epochs), NULL);
}

#!/usr/bin/env python3
"""The playground in the real window: the same network as a drawing, the same cells beneath it.

usage: test-window-playground.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import os
import sys

from window import Program, Window, case, cli, copy_network, expect, run, until

# Where the drawing is in a window of 1600 x 1000.
DRAWING = (10, 130, 900, 360)
PLANE = (930, 160, 350, 320)
SIDE = (1320, 170, 270, 300)


def make(folder, line="input 2 · dense 3 tanh · dense 1 tanh", source="moons:rows=40,seed=1"):
    path = os.path.join(folder, "made.gradsheet")
    cli("new", line, "--data", source, "--batch-size", "10", "-o", path)
    return path


def open_playground(display, window):
    """Until it lies where it will be: what is clicked before that is clicked in the sheet."""
    sheet = display.look_at_rest(*DRAWING)
    window.keys("ctrl+2")
    until(lambda: display.look_at(*DRAWING) != sheet, "there is no playground")
    display.look_at_rest(*DRAWING)


def labels(document):
    return [edit["label"] for edit in document.get("undo", [])]


@case
def one_key_leads_there_and_another_back(display, folder):
    with Window(display, make(folder)) as window:
        sheet = display.look_at_rest(*DRAWING)
        window.keys("ctrl+2")
        until(lambda: display.look_at(*DRAWING) != sheet, "there is no playground")
        window.keys("ctrl+1")
        until(lambda: display.look_at(*DRAWING) == sheet, "the sheet does not come back")


@case
def what_is_no_row_of_neurons_has_no_playground(display, folder):
    with Window(display, copy_network(folder, "convnet")) as window:
        sheet = display.look_at_rest(*DRAWING)
        window.keys("ctrl+2")
        until(lambda: display.look_at_rest(*DRAWING) == sheet, "pictures are drawn as neurons")


@case
def a_weight_is_walked_to_and_typed_into(display, folder):
    with Window(display, make(folder)) as window:
        open_playground(display, window)
        window.keys("Down", "Right")  # the first neuron, its first weight
        window.type("0.5")
        window.keys("Return")
        document = until(lambda: (lambda d: d if labels(d) else None)(window.save()), "nothing was edited")
        expect(labels(document), ['Edit W1["x1",1]'])


@case
def another_network_in_a_lesson_is_drawn_beneath(display, folder):
    """Its sheet wants another zoom just while all are given their sizes."""
    drawing, sheet = (580, 130, 500, 340), (330, 640, 900, 200)
    with Program(display, "--lesson", "2") as window:
        window.wait_for("Two neurons")
        display.look_at_rest(*drawing)
        before = display.look_at_rest(*sheet)
        window.keys("ctrl+2")
        until(lambda: display.look_at_rest(*sheet) != before, "there is no playground")
        before = display.look_at_rest(*drawing)
        window.click(524, 276)  # three clouds of points: another network
        until(lambda: display.look_at_rest(*drawing) != before, "the network stays")
        pixels = display.look_at_rest(*sheet)
        assert len({pixels[i:i + 3] for i in range(0, len(pixels), 3)}) > 10, "the sheet is bare"


SPIRAL, CIRCLE, CURVE = (60, 275), (60, 215), (225, 339)  # the buttons with their points


def wait_for(window, condition, what):
    return until(lambda: (lambda document: document if condition(document) else None)(window.save()), what)


@case
def spiral_is_picked_run_stopped_stepped_and_undone(display, folder):
    with Window(display, make(folder)) as window:
        open_playground(display, window)
        window.click(*SPIRAL)
        document = wait_for(window, labels, "no other points")
        assert document["data"]["source"]["rows"].startswith("spiral:"), document["data"]["source"]
        expect(document["place"]["pass"], 1)
        window.keys("ctrl+shift+o")
        wait_for(window, lambda d: d["place"]["pass"] > 20, "it does not train")
        window.keys("ctrl+shift+o")
        document = wait_for(window, lambda d: labels(d)[-1].startswith("Train "), "it does not stop")
        reached = document["place"]["pass"]
        expect(len(labels(document)), 2)
        # That very batch, operation by operation, to the end of its pass and back.
        window.keys("alt+Home", "F10", "F10", "F10")
        document = window.save()
        expect((document["place"]["pass"], document["place"]["instruction"]), (reached, 3))
        # The whole run is one entry.
        window.keys("ctrl+z")
        document = wait_for(window, lambda d: len(labels(d)) == 1, "the run is not undone")
        expect(document["place"]["pass"], 1)


BATCH, CONTROLS = (135, 548), (18, 195, 240, 390)  # a number, and the panel that scrolls around it


@case
def the_wheel_scrolls_the_panel_and_turns_no_number(display, folder):
    with Window(display, make(folder)) as window:
        open_playground(display, window)
        before = display.look_at_rest(*CONTROLS)
        window.do("mousemove", *map(str, BATCH), "click", "5")
        until(lambda: display.look_at_rest(*CONTROLS) != before, "the panel does not scroll")
        # Back to the top by more clicks than went down: a number that is turned ends as another one.
        window.do("mousemove", *map(str, BATCH), "click", "--repeat", "9", "4")
        until(lambda: display.look_at_rest(*CONTROLS) == before, "the numbers are others, or the panel stays below")
        window.click(*CIRCLE)  # what is chosen is taken with all numbers
        document = wait_for(window, labels, "no other points")
        expect(labels(document), ["Other points"])
        expect(document["data"]["batch-size"], 10)


@case
def choices_while_it_trains_are_edits_and_it_goes_on(display, folder):
    with Window(display, make(folder)) as window:
        open_playground(display, window)
        window.keys("ctrl+shift+o")
        wait_for(window, lambda d: d["place"]["pass"] > 5, "it does not train")
        window.click(*CIRCLE)
        document = wait_for(window, lambda d: "Other points" in labels(d), "no other points")
        before = document["place"]["pass"]
        wait_for(window, lambda d: d["place"]["pass"] > before + 20, "it does not go on")
        window.keys("ctrl+shift+o")


@case
def what_the_widgets_cannot_show_stays(display, folder):
    path = os.path.join(folder, "made.gradsheet")
    cli("new", "input 2 · dense 100 relu · dense 3 tanh · dense 1 tanh", "--data", "moons:rows=6000,noise=0.123,seed=0", "--seed",
        "5000000000", "--batch-size", "10", "-o", path)
    with Window(display, path) as window:
        before = window.save()
        open_playground(display, window)
        window.click(*CIRCLE)
        document = wait_for(window, labels, "no other points")
        expect(document["layers"], before["layers"])
        expect(document["seed"], before["seed"])
        expect(document["data"]["source"]["rows"], "circle:rows=6000,noise=0.123,seed=0")


@case
def a_curve_is_typed(display, folder):
    with Window(display, make(folder)) as window:
        open_playground(display, window)
        window.click(*CURVE)
        document = wait_for(window, labels, "no points around a curve")
        assert ",f=x*x/6 - 2" in document["data"]["source"]["rows"], document["data"]["source"]
        window.keys("ctrl+a")
        window.type("x/2 +")
        window.keys("Return", "End")  # what cannot be read is said, and stays to be mended
        window.type(" 1,5")
        window.keys("Return")
        document = wait_for(window, lambda d: len(labels(d)) == 2, "the curve is not taken")
        assert document["data"]["source"]["rows"].endswith(",f=x/2 + 1.5"), document["data"]["source"]
        rows = document["data"]["source"]["rows"]
        window.keys("ctrl+a")
        window.type("x,rows=20")
        window.keys("Return", "ctrl+a")
        expect(window.save()["data"]["source"]["rows"], rows)
        window.type("x/3")
        window.keys("Return")
        document = wait_for(window, lambda d: len(labels(d)) == 3, "the curve is not taken")
        expect(document["data"]["source"]["rows"], rows.replace("x/2 + 1.5", "x/3"))


PLACE, CURVES, SLIDER = (400, 576), (1497, 147), (1550, 421)  # the switch, the tab, a place on the slider


@case
def points_are_placed_and_dragged(display, folder):
    with Window(display, make(folder)) as window:
        open_playground(display, window)
        window.click(*PLACE)
        window.click(1000, 430)
        document = wait_for(window, labels, "nothing was placed")
        expect(labels(document), ["Place a point"])
        expect(len(document["data"]["inputs"]), 41)
        placed = document["data"]["inputs"][-1]
        window.drag((1000, 430), (1100, 450))
        document = wait_for(window, lambda d: len(labels(d)) == 2, "nothing was moved")
        expect(labels(document)[-1], "Move a point")
        moved = document["data"]["inputs"][-1]
        assert moved[0] > placed[0] and moved[1] < placed[1], (placed, moved)
        # And by the keyboard: the cross is where the point was let go.
        window.keys("shift+Left", "shift+Up", "2")
        document = wait_for(window, lambda d: len(labels(d)) == 3, "the key places nothing")
        expect(document["data"]["targets"][-1], [1])
        window.keys("Delete")
        document = wait_for(window, lambda d: len(labels(d)) == 4, "the key takes nothing away")
        expect(document["data"]["inputs"][-1], moved)


@case
def a_slider_moves_the_selected_weight(display, folder):
    with Window(display, make(folder)) as window:
        open_playground(display, window)
        window.keys("Down", "Right")
        window.click(*CURVES)
        display.look_at_rest(*SIDE)
        window.click(*SLIDER)
        document = wait_for(window, labels, "the slider moves nothing")
        expect(labels(document), ['Edit W1["x1",1]'])


TOUR, BENT = (310, 576), (400, 576)


@case
def a_bent_plane_is_moved_by_keys(display, folder):
    with Window(display, make(folder, "input 2 · dense 2 tanh · dense 1 tanh")) as window:
        open_playground(display, window)
        plane = display.look_at_rest(*PLANE)
        window.click(*BENT)
        until(lambda: display.look_at(*PLANE) != plane, "the plane is not bent")
        display.look_at_rest(*PLANE)
        window.click(1250, 500)  # beside its places: only the keyboard comes
        window.keys("1", "Right")
        document = wait_for(window, labels, "nothing was moved")
        assert "W1" in labels(document)[-1], labels(document)


@case
def rows_go_on_a_tour_and_arrive(display, folder):
    with Window(display, make(folder)) as window:
        open_playground(display, window)
        before = display.look_at_rest(*DRAWING)
        window.click(*TOUR)
        until(lambda: display.look_at(*DRAWING) != before, "nobody sets out")
        window.keys("ctrl+1")  # who goes elsewhere meanwhile ends it


@case
def an_input_worked_out_says_how(display, folder):
    with Window(display, make(folder, "input 3 · dense 2 tanh · dense 1 tanh", "moons:rows=40,seed=1,features=x1*x2")) as window:
        window.go('x[1,3]')
        window.keys("ctrl+shift+c")
        text = until(window.read_clipboard, "nothing was copied")
        assert text.startswith('x[1,"x1*x2"] = x1 × x2 = '), text
        factors, product = text.split(" = ")[2:]
        one, other = (float(part.replace("−", "-").strip("()")) for part in factors.split(" × "))
        assert abs(one * other - float(product.replace("−", "-"))) < 1e-3, text


@case
def the_wheel_turns_a_weight(display, folder):
    with Window(display, make(folder)) as window:
        open_playground(display, window)
        for y in range(200, 500, 10):  # across all lines between the first two columns
            window.do("mousemove", "420", str(y), "click", "4")
        document = wait_for(window, labels, "the wheel turns nothing")
        assert all(label.startswith("Edit W1") for label in labels(document)), labels(document)


def scroll_to_the_layers(display, window):
    """The choices at the side, to their end."""
    window.do("mousemove", "60", "560", "click", "--repeat", "40", "--delay", "5", "5")
    display.look_at_rest(4, 110, 270, 490)


@case
def layers_and_neurons_come_and_go(display, folder):
    def units(document):
        return [layer["units"] for layer in document["layers"]]

    with Window(display, make(folder)) as window:
        open_playground(display, window)
        scroll_to_the_layers(display, window)
        for place, expected in ((242, 536), [4, 1]), ((243, 498), [4, 4, 1]), ((199, 498), [4, 1]), ((199, 498), [1]):
            window.click(*place)
            wait_for(window, lambda d, expected=expected: units(d) == expected, f"the layers are not {expected}")
        window.keys("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z")
        wait_for(window, lambda d: units(d) == [3, 1] and not labels(d), "not everything is undone")


@case
def an_input_is_worked_out_by_a_click(display, folder):
    with Window(display, make(folder)) as window:
        open_playground(display, window)
        scroll_to_the_layers(display, window)
        window.click(30, 439)
        document = wait_for(window, labels, "no input comes")
        expect((document["input"], document["data"]["names"]["features"]), ([3], ["x1", "x2", "x1*x1"]))


@case
def a_weight_tells_its_number_and_is_clicked_and_edited(display, folder):
    with Window(display, make(folder)) as window:
        open_playground(display, window)
        line = (420, 265)  # near the first input, where its weights are still together
        rest = display.look_at_rest(*DRAWING)
        window.do("mousemove", *map(str, line))
        until(lambda: display.look_at(*DRAWING) != rest, "no label tells the number")
        window.click(*line)
        window.keys("ctrl+shift+c")
        expect(until(window.read_clipboard, "nothing is selected"), "0.16784")
        window.do("click", "--repeat", "2", "--delay", "60", "1")
        window.keys("ctrl+a")
        window.type("0.25")
        window.keys("Return")
        document = wait_for(window, labels, "nothing was edited")
        assert labels(document)[0].startswith('Edit W1["x1",'), labels(document)
        assert 0.25 in document["state"]["W1"][0], document["state"]["W1"]


SWITCHES = {"selected neuron": (952, 577), "two colours": (1097, 577), "test points": (1213, 577)}
TOLD = (940, 535, 340, 28)  # under the plane


@case
def the_plane_tells_numbers_and_is_shown_otherwise(display, folder):
    path = make(folder)
    cli("new", "input 2 · dense 3 tanh · dense 1 tanh", "--data", "moons:rows=40,seed=1", "--test-share", "0.3", "-o", path)
    with Window(display, path) as window:
        open_playground(display, window)
        window.keys("Down", "Right", "Right")  # a neuron is selected
        display.look_at_rest(*PLANE)
        nothing = display.look_at(*TOLD)
        window.do("mousemove", "1000", "430")
        until(lambda: display.look_at(*TOLD) != nothing, "pointing at the plane tells nothing")
        window.do("mousemove", "700", "700")
        until(lambda: display.look_at(*TOLD) == nothing, "the numbers stay")
        for name, place in SWITCHES.items():
            before = display.look_at_rest(*PLANE)
            window.click(*place)
            until(lambda before=before: display.look_at(*PLANE) != before, f"{name}: the plane stays as it is")
            display.look_at_rest(*PLANE)
            window.click(*place)
            until(lambda before=before: display.look_at(*PLANE) == before, f"{name}: it does not come back")


@case
def curves_are_read_by_pointing_and_reset_begins_anew(display, folder):
    with Window(display, make(folder)) as window:
        open_playground(display, window)
        first = window.save()
        for passes in (5, 9):
            window.keys("ctrl+shift+e")
            wait_for(window, lambda d, passes=passes: d["place"]["pass"] == passes, f"pass {passes} is not reached")
        told = (1325, 415, 260, 40)  # beneath the losses
        rest = display.look_at_rest(*told)
        window.do("mousemove", "1440", "320")
        until(lambda: display.look_at(*told) != rest, "the curve tells nothing")
        window.do("mousemove", "700", "700")
        until(lambda: display.look_at(*told) == rest, "what it told stays")
        window.click(234, 149)
        document = wait_for(window, lambda d: d["place"]["pass"] == 1, "it is not reset")
        expect(document["state"]["W1"], first["state"]["W1"])


@case
def maps_follow_while_it_trains(display, folder):
    with Window(display, make(folder)) as window:
        open_playground(display, window)
        picture = display.look_at_rest(*DRAWING)
        window.keys("ctrl+shift+o")
        for _ in range(3):
            until(lambda: display.look_at(*DRAWING) != picture, "the drawing stands while the network learns")
            picture = display.look_at(*DRAWING)
        window.keys("ctrl+shift+o")


sys.exit(run())

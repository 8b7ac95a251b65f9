"""Random documents over every layer, loss, penalty and optimiser, as test-oracle.py draws them."""
import importlib.util
import os
import sys

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "generators"))


def oracle_documents(n, seed):
    """n documents that have no ties: with those rounding alone decides on which side of a kink one is."""
    place = os.path.join(os.path.dirname(os.path.abspath(__file__)), "test-oracle.py")
    spec = importlib.util.spec_from_file_location("oracle_test", place)
    oracle = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(oracle)
    generator = oracle.Generator(seed)
    while n > 0:
        network = generator.network(n) if n % 3 else generator.graph(n)
        parameters = generator.parameters(network)
        if not network["ties"]:
            n -= 1
            yield oracle.describe(network), oracle.to_document(network, parameters)
